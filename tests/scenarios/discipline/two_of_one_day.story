story Two sanctions of one day restrict one after the other, for steps as well
# Pay cut [2024-03-01, 04-01), twelve months to 2025-04-01; then the six of the reprimand, to 2025-10-01.

2018-01-01 hired An grade=7 step=2 probation_months=0 born=1990-01-01
2024-03-01 sanctioned An case=C1 kind=pay_cut months=1 misconduct=general misconduct_on=2024-01-05
2024-03-01 sanctioned An case=C2 kind=reprimand misconduct=general misconduct_on=2024-01-06
record An as of 2024-03-10
  restricted_until 2025-10-01
  step_restricted_until 2025-10-01
2025-09-30 promoted An kind=ordinary grade=6
refused promotion.restricted
2025-10-01 promoted An kind=ordinary grade=6
# Not before its order either.
2025-10-02 sanctioned An case=C3 kind=reprimand misconduct=general misconduct_on=2025-09-01 issued=2025-10-03
refused order.back_dated
