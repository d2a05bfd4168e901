story Oh: restrictions one after another, and a leave that stops them (domain §11, 11)
covers sanction_restriction reprimand 1949-08-12

2020-01-01 hired Oh grade=7 step=3 probation_months=0 born=1988-01-01
2024-01-20 sanction_requested Oh case=R1 weight=light misconduct=general misconduct_on=2024-01-05
2024-02-10 sanctioned Oh case=R1 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-05-01 sanction_requested Oh case=R2 weight=light misconduct=general misconduct_on=2024-04-05
2024-06-01 sanctioned Oh case=R2 kind=pay_cut months=1 misconduct=general misconduct_on=2024-04-05
now 2024-07-15
record Oh as of 2024-07-15
  restricted_until 2025-08-11
2025-03-01 leave_started Oh ground=LV.CHILD until=2025-09-01 child=1
2025-09-01 reinstated Oh
now 2025-10-01
record Oh as of 2025-10-01
  restricted_until 2026-02-11
  step_restricted_until null    # RRPO knows no standstill: it ended on 2025-08-11
  promotable_on 2026-02-11
2026-02-10 promoted Oh kind=ordinary grade=6
refused promotion.restricted
2026-02-11 promoted Oh kind=ordinary grade=6
