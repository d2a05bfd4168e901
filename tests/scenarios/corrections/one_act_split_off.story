story One act of a record belongs to somebody else and is split off

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2020-01-01 hired Bak grade=7 step=3 probation_months=0 born=1990-01-01
2024-02-01 promoted An kind=ordinary grade=6 ->promotion
2024-03-04 persons_split An target=@promotion person=Bak
record An as of 2024-03-04
  grade 7
record Bak as of 2024-03-04
  grade 6
  grade_since 2024-02-01
record An as of 2024-03-04 known at 2024-03-03
  grade 6
