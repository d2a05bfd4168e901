story Expelled and removed: out of service at once, and barred for five and three years

2010-01-04 hired Pa grade=7 step=1 probation_months=0 born=1980-01-01
2010-01-04 hired Hae grade=7 step=1 probation_months=0 born=1980-01-01
2020-03-02 sanctioned Pa case=X1 kind=expulsion misconduct=money misconduct_on=2019-06-01
2020-03-02 sanctioned Hae case=X2 kind=removal misconduct=money misconduct_on=2019-06-01
2020-04-01 promoted Hae kind=ordinary grade=6
refused state.not_active
2023-03-01 hired Hae grade=7 route=rehire
refused state.disqualified
2023-03-02 hired Hae grade=7 route=rehire
2025-03-01 hired Pa grade=7 route=rehire
refused state.disqualified
2025-03-02 hired Pa grade=7 route=rehire
record Pa as of 2020-03-01
  status active
record Pa as of 2020-03-02
  status separated
  service 10y 1m 27d       # up to and with 2020-03-01: [2010-01-04, 2020-03-02)
