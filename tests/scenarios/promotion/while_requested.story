story A request for a sanction bars promotion until it is decided
covers request_blocks sanction_requested 1949-08-12

2018-01-01 hired Yo grade=7 step=5 probation_months=0 born=1988-01-01
2025-02-20 sanction_requested Yo case=Q1 weight=heavy misconduct=general misconduct_on=2025-01-15
2025-02-20 promoted Yo kind=ordinary grade=6
refused promotion.restricted request_blocks@1949-08-12
now 2025-03-01
record Yo as of 2025-03-01 known at 2025-03-01
  promotable_on null
2025-05-01 promoted Yo kind=ordinary grade=6
refused promotion.restricted request_blocks@1949-08-12
# Cleared on 2025-05-02; a request alone has cost no time.
2025-05-02 investigation_closed Yo case=Q1 outcome=cleared
2025-05-02 promoted Yo kind=ordinary grade=6
