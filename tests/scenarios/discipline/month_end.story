story A restriction that begins at the end of a month ends at the end of a shorter one
# Reprimanded on 2024-08-30: six months from 08-31; February has 28 days.

2018-01-01 hired An grade=7 step=2 probation_months=0 born=1990-01-01
2024-08-30 sanctioned An case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05
2025-02-27 promoted An kind=ordinary grade=6
refused promotion.restricted
2025-02-28 promoted An kind=ordinary grade=6
