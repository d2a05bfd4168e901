story An expulsion annulled bars nobody and was no separation

2010-01-04 hired Pa grade=7 probation_months=0 born=1980-01-01
2020-03-02 sanctioned Pa case=X1 kind=expulsion misconduct=money misconduct_on=2019-06-01 ->expulsion
2021-03-02 hired Pa grade=7 route=rehire
refused state.disqualified
2021-06-01 annulled Pa target=@expulsion ground=SPOA:15
2021-06-02 hired Pa grade=7 route=rehire
refused person.exists
record Pa as of 2020-06-01 known at 2021-05-31
  status separated
record Pa as of 2020-06-01
  status active
record Pa as of 2021-06-01
  service 11y 4m 29d          # [2010-01-04, 2021-06-02)
