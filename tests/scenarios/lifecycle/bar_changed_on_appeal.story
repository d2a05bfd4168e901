story Expelled; on appeal removed: barred for three years instead of five, from the same day

2010-01-04 hired Pa grade=7 probation_months=0 born=1980-01-01
2010-01-04 hired Jeong grade=7 probation_months=0 born=1980-01-01
2020-03-02 sanctioned Pa case=X1 kind=expulsion misconduct=money misconduct_on=2019-06-01
2020-03-02 sanctioned Jeong case=X2 kind=removal misconduct=money misconduct_on=2019-06-01
2020-03-20 appealed Pa case=X1
2020-03-20 appealed Jeong case=X2
2020-06-01 appeal_decided Pa case=X1 outcome=changed kind=removal
2020-06-01 appeal_decided Jeong case=X2 outcome=changed kind=suspension months=3
2020-06-02 transferred Jeong unit=HQ post=HQ-2           # never out
record Pa as of 2020-05-31 known at 2020-05-31
  sanctions.0.kind expulsion
record Pa as of 2020-06-01
  status separated
  sanctions.0.kind removal
  spells.0.to 2020-03-02
record Jeong as of 2020-05-31
  status suspended
record Jeong as of 2020-05-31 known at 2020-05-31
  status separated
record Jeong as of 2020-06-02
  status active
  service 10y 4m 30d           # [2010-01-04, 2020-06-03)
2023-03-01 hired Pa grade=7 route=rehire
refused state.disqualified rehire_bar@1949-08-12
2023-03-02 hired Pa grade=7 route=rehire
