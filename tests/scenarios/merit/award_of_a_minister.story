story A citation of a minister halves no restriction

2020-01-02 hired Jang grade=7 step=3 probation_months=0 born=1985-01-01
2024-03-04 sanctioned Jang case=C1 kind=reprimand misconduct=general misconduct_on=2024-01-05
2024-05-01 awarded Jang kind=minister name=표창 grantor=MPM halves=C1
record Jang as of 2024-05-01
  restricted_until 2024-09-05
  step_restricted_until 2024-09-05
