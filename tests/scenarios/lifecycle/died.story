story Who dies is in service on that day and out on the next; awards may still follow

2010-01-04 hired Mang grade=6 probation_months=0 post=HQ-7 born=1980-01-01
2024-02-29 died Mang
2024-03-04 awarded Mang kind=order name=근정훈장 grantor=President
2024-03-05 personal_updated Mang name=박망
2024-03-05 transferred Mang unit=HQ post=HQ-8
refused state.not_active
record Mang as of 2024-02-29
  status active
  dead_on 2024-02-29
  unit HQ
  post HQ-7
record Mang as of 2024-03-01
  status separated
  unit null
  post null
  retires_on null
  service 14y 1m 26d            # [2010-01-04, 2024-03-01)
  spells.0.ended_by died
  spells.0.to 2024-03-01
