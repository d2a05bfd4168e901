story One person under two ids: merged, what was of the other counts; split again, each has her own

2020-01-01 hired An grade=7 step=3 probation_months=0 born=1990-01-01
2023-01-01 resigned An
2023-06-01 hired An2 grade=7 route=rehire step=3 born=1990-01-01
2024-03-04 persons_merged An duplicate=An2 ->merge
2024-03-05 transferred An2 unit=HQ post=HQ-9
refused person.merged
2024-03-05 transferred An unit=HQ post=HQ-9
now 2024-03-06
record An as of 2024-03-04 known at 2024-03-03
  status separated
record An as of 2024-03-04 known at 2024-03-04
  status active
  hired_on 2023-06-01
  service 3y 9m 4d           # three years; [2023-06-01, 2024-03-05): nine months and four days
# A merge that rests on an act of its own cannot be undone before that act is.
2024-04-01 persons_split An target=@merge person=An2
refused state.not_active
