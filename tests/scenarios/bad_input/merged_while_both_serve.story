story Two ids merged while both are in service: recorded, and the overlap is found

2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2021-01-04 hired Bae grade=8 step=1 probation_months=0 born=1990-01-01
2024-03-04 persons_merged An duplicate=Bae
record An as of 2024-03-04
  status active
  finding person.exists
  service 4y 2m 3d            # [2020-01-02, 2024-03-05): the days both served count once
audit rule overlap
  finding person.exists An
