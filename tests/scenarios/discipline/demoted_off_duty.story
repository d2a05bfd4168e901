story A demotion is three months without duty, whatever the month of the misconduct
covers sanction_terms demotion 1949-08-12 off_duty
covers sanction_terms demotion 2023-10-12 off_duty

2015-03-02 hired An grade=6 probation_months=0 born=1980-01-01
2015-03-02 hired Bak grade=6 probation_months=0 born=1980-01-01
2020-03-02 sanctioned An case=S1 kind=demotion misconduct=general misconduct_on=2020-01-05
2024-03-04 sanctioned Bak case=S2 kind=demotion misconduct=general misconduct_on=2024-01-05
2024-05-02 seconded Bak host=PMO ground=1 until=2025-01-02
refused state.not_active
2024-06-03 reinstated Bak
refused state.suspended
2024-06-04 reinstated Bak unit=HQ post=HQ-3
record An as of 2020-06-01
  status suspended
  grade 7
record An as of 2020-06-02
  status active
record Bak as of 2024-06-03
  status suspended
record Bak as of 2024-06-04
  status active
  post HQ-3
