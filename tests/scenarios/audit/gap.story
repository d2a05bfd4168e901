story Two employments a few weeks apart look like one with a wrong date: told up to 31 days
covers audit_limits gap 1949-08-12

2015-03-02 hired Il grade=7 probation_months=0 born=1990-01-01
2015-03-02 hired I grade=7 probation_months=0 born=1990-01-01
2015-03-02 hired Ieo grade=7 probation_months=0 born=1990-01-01
2024-01-01 resigned Il
2024-01-01 resigned I
2024-01-01 resigned Ieo
2024-01-01 hired Ieo grade=7 route=rehire       # without a day between
2024-02-01 hired Il grade=7 route=rehire        # 31 days
2024-02-02 hired I grade=7 route=rehire         # 32
audit rule gap
  finding gap Il
  no finding gap I
  no finding gap Ieo
