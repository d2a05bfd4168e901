story A quota of none, of another grade, lifted and for those without a grade

2020-01-02 quota_set - unit=HQ grade=7 count=1
2020-01-02 quota_set - unit=HQ grade=null count=0
2020-01-02 hired Jang class=political grade=null series=null route=political born=1970-01-01
refused quota.exceeded
2020-01-02 hired Il grade=7 probation_months=0 born=1990-01-01
2020-01-02 hired Pal grade=8 probation_months=0 born=1990-01-01        # no quota is set for grade 8
2024-03-04 promoted Pal kind=ordinary grade=7
refused quota.exceeded
# The place is free on the day the other one is out.
2024-06-03 resigned Il
2024-06-02 promoted Pal kind=ordinary grade=7 issued=2024-06-02
refused quota.exceeded
2024-06-03 promoted Pal kind=ordinary grade=7
# Filled before the quota was cut: nobody has to go.
2024-07-01 quota_set - unit=HQ grade=7 count=0
record Pal as of 2024-07-01
  grade 7
  status active
  no finding quota.exceeded
