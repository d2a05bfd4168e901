story When a sanction can no longer be requested
covers prescription general 1949-08-12
covers prescription money 1949-08-12
covers prescription money 2009-04-01
covers prescription general 2012-06-22
covers prescription sexual 2021-12-09

2000-01-03 hired Il grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired I grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Sam grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Sa grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired O grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Yuk grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Chil grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Pal grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Gu grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Sip grade=6 step=5 probation_months=0 born=1975-01-01
# General, misconduct before 2012-06-22: two years.
2014-06-20 sanction_requested Il case=P1 weight=light misconduct=general misconduct_on=2012-06-21
2014-06-21 sanction_requested I case=P2 weight=light misconduct=general misconduct_on=2012-06-21
# From that day: three.
2015-06-21 sanction_requested Sam case=P3 weight=light misconduct=general misconduct_on=2012-06-22
2015-06-22 sanction_requested Sa case=P4 weight=light misconduct=general misconduct_on=2012-06-22
# Money, before 2009-04-01: three years; from that day: five.
2012-03-30 sanction_requested O case=P5 weight=heavy misconduct=money misconduct_on=2009-03-31
2012-03-31 sanction_requested Yuk case=P6 weight=heavy misconduct=money misconduct_on=2009-03-31
2014-03-31 sanction_requested Chil case=P7 weight=heavy misconduct=money misconduct_on=2009-04-01
2014-04-01 sanction_requested Pal case=P8 weight=heavy misconduct=money misconduct_on=2009-04-01
# Sexual, from 2021-12-09: ten years.
2031-12-08 sanction_requested Gu case=P9 weight=heavy misconduct=sexual misconduct_on=2021-12-09
2031-12-09 sanction_requested Sip case=P10 weight=heavy misconduct=sexual misconduct_on=2021-12-09
audit rule sanction.prescribed
  no finding sanction.prescribed Il
  finding sanction.prescribed I
  no finding sanction.prescribed Sam
  finding sanction.prescribed Sa
  no finding sanction.prescribed O
  finding sanction.prescribed Yuk
  no finding sanction.prescribed Chil
  finding sanction.prescribed Pal
  no finding sanction.prescribed Gu
  finding sanction.prescribed Sip
