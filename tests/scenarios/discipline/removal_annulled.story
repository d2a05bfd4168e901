story A removal from service cancelled on appeal: the gap is filled, and the steps fall on their days

2022-01-01 hired Bok grade=7 step=1 probation_months=0 born=1990-01-01
2023-01-01 step_raised Bok kind=regular step=2
2023-06-01 sanctioned Bok case=B1 kind=removal misconduct=general misconduct_on=2023-03-02
2023-06-20 appealed Bok case=B1
2024-03-01 appeal_decided Bok case=B1 outcome=cancelled
now 2024-03-02
record Bok as of 2023-12-31 known at 2024-02-28
  status separated
  service 1y 5m 0d                 # [2022-01-01, 2023-06-01)
record Bok as of 2023-12-31
  status active
  service 2y 0m 0d                 # up to and with 2023-12-31
  next_step_on 2024-01-01
due step-raise on 2024-03-01
  Bok step_raised
2024-03-04 promoted Bok kind=ordinary grade=6     # two years were full on 2024-01-01, one since 2024-01-31
