story Misconduct that adds months to the restriction, by the day of the misconduct
covers sanction_addon_grounds money 1949-08-12
covers sanction_addon_grounds sexual 2013-12-16
covers sanction_addon_grounds money 2019-11-05
covers sanction_addon_grounds sexual 2019-11-05
covers sanction_addon_grounds drunk_driving 2019-11-05
covers sanction_addon_grounds passive_administration 2019-11-05

2010-01-01 hired Don grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Don2 grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Seong0 grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Seong grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Seong2 grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Eum grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired Eum2 grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired So grade=7 step=5 probation_months=0 born=1980-01-01
2010-01-01 hired So2 grade=7 step=5 probation_months=0 born=1980-01-01
# All of them reprimanded on 2020-01-06: six months from 2020-01-07, that is to 2020-07-07.
2020-01-06 sanctioned Don case=A1 kind=reprimand misconduct=money misconduct_on=2019-11-04
and 2020-01-06 sanctioned Don2 case=A2 kind=reprimand misconduct=money misconduct_on=2019-11-05
and 2020-01-06 sanctioned Seong0 case=A3 kind=reprimand misconduct=sexual misconduct_on=2013-12-15
and 2020-01-06 sanctioned Seong case=A4 kind=reprimand misconduct=sexual misconduct_on=2013-12-16
and 2020-01-06 sanctioned Seong2 case=A5 kind=reprimand misconduct=sexual misconduct_on=2019-11-05
and 2020-01-06 sanctioned Eum case=A6 kind=reprimand misconduct=drunk_driving misconduct_on=2019-11-04
and 2020-01-06 sanctioned Eum2 case=A7 kind=reprimand misconduct=drunk_driving misconduct_on=2019-11-05
and 2020-01-06 sanctioned So case=A8 kind=reprimand misconduct=passive_administration misconduct_on=2019-11-04
and 2020-01-06 sanctioned So2 case=A9 kind=reprimand misconduct=passive_administration misconduct_on=2019-11-05
record Don as of 2020-01-06
  restricted_until 2020-10-07       # three months more
record Don2 as of 2020-01-06
  restricted_until 2021-01-07       # six months more
  step_restricted_until 2021-01-07
record Seong0 as of 2020-01-06
  restricted_until 2020-07-07
record Seong as of 2020-01-06
  restricted_until 2020-10-07
record Seong2 as of 2020-01-06
  restricted_until 2021-01-07
record Eum as of 2020-01-06
  restricted_until 2020-07-07
record Eum2 as of 2020-01-06
  restricted_until 2021-01-07
record So as of 2020-01-06
  restricted_until 2020-07-07
record So2 as of 2020-01-06
  restricted_until 2021-01-07
