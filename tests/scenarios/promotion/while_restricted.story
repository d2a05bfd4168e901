story While a restriction runs nobody is promoted, by whatever kind; on its last day it still runs

# A reprimand of 2025-03-10: [2025-03-11, 2025-09-11).
2018-01-01 hired Gyeon grade=7 step=5 probation_months=0 born=1988-01-01
2025-02-20 sanction_requested Gyeon case=R1 weight=light misconduct=general misconduct_on=2025-01-15
2025-03-10 sanctioned Gyeon case=R1 kind=reprimand misconduct=general misconduct_on=2025-01-15
2025-03-10 promoted Gyeon kind=ordinary grade=6
refused promotion.restricted sanction_restriction@1949-08-12
2025-04-01 promoted Gyeon kind=special grade=6 ground=integrity
refused promotion.restricted sanction_restriction@1949-08-12
2025-09-10 promoted Gyeon kind=ordinary grade=6
refused promotion.restricted sanction_restriction@1949-08-12
2025-09-11 promoted Gyeon kind=ordinary grade=6
