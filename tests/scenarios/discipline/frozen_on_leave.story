story A suspension or demotion stands still during a leave, for misconduct from 2023-10-12
covers sanction_terms demotion 2023-10-12 frozen_on_leave
covers sanction_terms suspension 2023-10-12 frozen_on_leave

2018-01-01 hired Jeong0 grade=6 step=5 probation_months=0 born=1985-01-01
2018-01-01 hired Jeong grade=6 step=5 probation_months=0 born=1985-01-01
2018-01-01 hired Gang grade=6 step=5 probation_months=0 born=1985-01-01
2024-03-01 leave_started Jeong0 ground=LV.CHILD until=2024-09-01 child=1
2024-03-01 leave_started Jeong ground=LV.CHILD until=2024-09-01 child=1
2024-03-01 leave_started Gang ground=LV.CHILD until=2024-09-01 child=1
2024-06-01 sanctioned Jeong0 case=F1 kind=suspension months=2 misconduct=general misconduct_on=2023-10-11
2024-06-01 sanctioned Jeong case=F2 kind=suspension months=2 misconduct=general misconduct_on=2023-10-12
2024-06-01 sanctioned Gang case=F3 kind=demotion misconduct=general misconduct_on=2023-10-12
2024-09-01 reinstated Jeong0
2024-09-01 reinstated Jeong
2024-09-01 reinstated Gang
# Before: executed in [06-01, 08-01) on leave. The 18 months for promotion wait for the return, those for steps don't.
record Jeong0 as of 2024-09-01
  restricted_until 2026-03-01
  step_restricted_until 2026-02-01
  status active
# Since: executed in [09-01, 11-01), after the return.
record Jeong as of 2024-09-01
  restricted_until 2026-05-01
  step_restricted_until 2026-05-01
# Three months from the return: [09-01, 12-01).
record Gang as of 2024-09-01
  restricted_until 2026-06-01
  step_restricted_until 2026-06-01
