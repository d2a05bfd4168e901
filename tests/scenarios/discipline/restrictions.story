story What a sanction restricts after its execution: 18, 18, 12, 6 months, and nothing after a warning
covers sanction_restriction demotion 1949-08-12
covers sanction_restriction suspension 1949-08-12
covers sanction_restriction pay_cut 1949-08-12
covers sanction_restriction reprimand 1949-08-12
covers sanction_restriction warning 1949-08-12
covers sanction_terms demotion 1949-08-12
covers sanction_terms demotion 2023-10-12
covers sanction_terms reprimand 1949-08-12
covers sanction_terms warning 1949-08-12

2015-01-01 hired Gang grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gang2 grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Jeong grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gam grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gyeon grade=6 step=5 probation_months=0 born=1980-01-01
2015-01-01 hired Gyeong grade=6 step=5 probation_months=0 born=1980-01-01
2024-03-01 sanctioned Gang case=K1 kind=demotion misconduct=general misconduct_on=2023-10-11
2024-03-01 sanctioned Gang2 case=K2 kind=demotion misconduct=general misconduct_on=2023-10-12
2024-03-01 sanctioned Jeong case=K3 kind=suspension months=2 misconduct=general misconduct_on=2023-11-01
2024-03-01 sanctioned Gam case=K4 kind=pay_cut months=2 misconduct=general misconduct_on=2023-11-01
2024-03-01 sanctioned Gyeon case=K5 kind=reprimand misconduct=general misconduct_on=2023-11-01
2024-03-01 sanctioned Gyeong case=K6 kind=warning misconduct=general misconduct_on=2023-11-01
record Gang as of 2024-03-01
  grade 7
  status suspended
  restricted_until 2025-12-01      # [2024-03-01, 06-01) and 18 months
  finding sanction.without_request
record Gang as of 2024-05-31
  status suspended
record Gang as of 2024-06-01
  status active
record Gang2 as of 2024-03-01
  restricted_until 2025-12-01
record Jeong as of 2024-04-30
  status suspended
  restricted_until 2025-11-01      # [03-01, 05-01) and 18 months
  step_restricted_until 2025-11-01
record Jeong as of 2024-05-01
  status active
record Gam as of 2024-03-01
  status active
  restricted_until 2025-05-01      # [03-01, 05-01) and 12 months
record Gyeon as of 2024-03-01
  status active
  restricted_until 2024-09-02      # from the day after the disposition, six months
record Gyeong as of 2024-03-01
  restricted_until null
  step_restricted_until null
2024-03-02 promoted Gyeong kind=ordinary grade=5
