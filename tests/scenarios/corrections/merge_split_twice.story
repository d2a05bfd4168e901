story A merge is undone once

2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-03 resigned Bae
2024-03-04 persons_merged An duplicate=Bae ->merge
2024-03-05 persons_split An target=@merge person=Bae
2024-03-06 persons_split An target=@merge person=Bae
refused correction.target_annulled
record Bae as of 2024-03-06
  merged_into null
  service 2y 0m 1d
