story Expelled or removed on 29 February: free again on the 28th, five and three years later
covers rehire_bar expulsion 1949-08-12
covers rehire_bar removal 1949-08-12

2010-01-04 hired Pa grade=7 probation_months=0 born=1980-01-01
2010-01-04 hired Hae grade=7 probation_months=0 born=1980-01-01
2010-01-04 hired Myeon grade=7 probation_months=0 born=1980-01-01
2020-02-29 sanctioned Pa case=X1 kind=expulsion misconduct=money misconduct_on=2019-06-01
2020-02-29 sanctioned Hae case=X2 kind=removal misconduct=money misconduct_on=2019-06-01
2020-02-29 dismissed Myeon ground=1
# A dismissal bars nobody.
2020-03-02 hired Myeon grade=7 route=rehire
2023-02-27 hired Hae grade=7 route=rehire
refused state.disqualified rehire_bar@1949-08-12
2023-02-28 hired Hae grade=7 route=rehire
2025-02-27 hired Pa grade=8 route=career
refused state.disqualified rehire_bar@1949-08-12
2025-02-28 hired Pa grade=8 route=career
