story Sexual misconduct before 2021-12-09 is prescribed as general misconduct: three years

2000-01-03 hired An grade=6 step=5 probation_months=0 born=1975-01-01
2000-01-03 hired Bak grade=6 step=5 probation_months=0 born=1975-01-01
2024-12-07 sanction_requested An case=P1 weight=heavy misconduct=sexual misconduct_on=2021-12-08
2024-12-08 sanction_requested Bak case=P2 weight=heavy misconduct=sexual misconduct_on=2021-12-08
audit rule sanction.prescribed
  no finding sanction.prescribed An
  finding sanction.prescribed Bak
