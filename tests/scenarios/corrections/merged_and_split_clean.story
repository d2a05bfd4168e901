story A merge by mistake is undone: each has her own record again

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2020-01-01 hired Bak grade=8 step=3 probation_months=0 born=1991-01-01
2022-01-01 resigned Bak
2024-03-04 persons_merged An duplicate=Bak ->merge
2024-04-01 persons_split An target=@merge person=Bak
2024-04-02 persons_merged An duplicate=Nobody
refused person.unknown
record An as of 2024-03-31
  grade 7
  status active
  service 4y 3m 0d
record Bak as of 2021-06-30
  grade 8
  status active
record Bak as of 2024-04-01
  status separated
  service 2y 0m 0d
