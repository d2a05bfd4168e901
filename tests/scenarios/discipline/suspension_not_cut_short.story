story A suspension lasts its months: nobody is reinstated out of it

2020-02-03 hired Jeong grade=7 probation_months=0 born=1980-01-01
2024-02-01 sanctioned Jeong case=R1 kind=suspension months=3 misconduct=general misconduct_on=2024-01-05
2024-02-15 reinstated Jeong
refused state.suspended
2024-05-01 reinstated Jeong
record Jeong as of 2024-04-30
  status suspended
record Jeong as of 2024-05-01
  status active
