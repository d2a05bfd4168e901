story Nothing before the birth; nothing but awards and the past after the death

1979-12-31 hired Ae grade=9 probation_months=0 born=1980-01-01
refused person.not_born
1999-02-28 hired Seon grade=9 probation_months=0 born=2000-02-29      # a leap-day child
refused person.not_born
2010-01-04 hired Mang grade=7 probation_months=0 born=1980-01-01
2024-03-04 personal_updated Mang born=2025-01-01
refused person.not_born
2024-03-04 died Mang
2024-03-04 transferred Mang unit=HQ post=HQ-1          # on the day itself she is in service
2024-03-05 died Mang
refused state.not_active
2024-03-04 died Mang
refused state.not_active
2024-02-01 died Mang issued=2024-03-05                 # another day is a correction
refused state.not_active
2024-03-05 hired Mang grade=7 route=rehire
refused state.not_active
2024-03-05 retired Mang kind=automatic
refused state.not_active
2024-03-05 resigned Mang
refused state.not_active
2024-03-05 sanctioned Mang case=C1 kind=reprimand misconduct=general misconduct_on=2024-02-01
refused state.not_active
2024-03-06 trained Mang course=late hours=7
record Mang as of 2024-03-04
  status active
  post HQ-1
  dead_on 2024-03-04
record Mang as of 2024-03-05
  status separated
