story Leave, removal, suspension and pay cut are no probation; a reprimand costs nothing
# Six months from 2024-01-01: 2024-07-01. Two months away: 09-01; a month suspended: 08-01; a pay cut of three: 10-01.

2024-01-01 hired Hyu grade=7 born=1990-01-01
2024-01-01 hired Gun grade=7 born=1990-01-01
2024-01-01 hired Hae grade=7 born=1990-01-01
2024-01-01 hired Jeong grade=7 born=1990-01-01
2024-01-01 hired Gam grade=7 born=1990-01-01
2024-01-01 hired Gyeon grade=7 born=1990-01-01
2024-03-01 leave_started Hyu ground=LV.SICK until=2024-05-01
2024-03-01 leave_started Gun ground=LV.MILITARY until=2024-05-01      # counts to steps and grade, not here
2024-03-01 removed_from_position Hae ground=2
2024-03-01 sanctioned Jeong case=P1 kind=suspension months=1 misconduct=general misconduct_on=2024-02-01
2024-03-01 sanctioned Gam case=P2 kind=pay_cut months=3 misconduct=general misconduct_on=2024-02-01
2024-03-01 sanctioned Gyeon case=P3 kind=reprimand misconduct=general misconduct_on=2024-02-01
2024-05-01 reinstated Hyu
2024-05-01 reinstated Gun
2024-05-01 reinstated Hae
record Hyu as of 2024-05-01
  status probation
  probation_until 2024-09-01
record Gun as of 2024-05-01
  probation_until 2024-09-01
record Hae as of 2024-05-01
  probation_until 2024-09-01
record Jeong as of 2024-05-01
  probation_until 2024-08-01
record Gam as of 2024-05-01
  probation_until 2024-10-01
record Gyeon as of 2024-05-01
  probation_until 2024-07-01
2024-07-01 regularized Gyeon
2024-07-31 regularized Jeong
refused probation.minimum_time probation_months@1949-08-12
2024-08-01 regularized Jeong
2024-08-31 regularized Hyu
refused probation.minimum_time probation_months@1949-08-12
2024-08-31 regularized Hae
refused probation.minimum_time probation_months@1949-08-12
2024-09-01 regularized Hyu
2024-09-01 regularized Gun
2024-09-01 regularized Hae
2024-09-30 regularized Gam
refused probation.minimum_time probation_months@1949-08-12
2024-10-01 regularized Gam
