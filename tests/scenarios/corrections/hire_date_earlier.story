story The hire was earlier than recorded: nothing breaks, and the service is longer

2024-02-01 hired An grade=8 step=1 probation_months=0 born=1990-01-01 ->hire
2025-02-01 promoted An kind=ordinary grade=7 ->promotion
2025-03-03 rectified An target=@hire effective_on=2024-01-01
touches
  promotion holds
record An as of 2025-03-02 known at 2025-03-02
  service 1y 1m 2d          # [2024-02-01, 2025-03-03)
record An as of 2025-03-02
  service 1y 2m 2d          # [2024-01-01, 2025-03-03)
