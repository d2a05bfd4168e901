story An id that was merged away takes in nobody: neither the one that keeps, nor a third

2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Cha grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-03 resigned Bae
2022-01-03 resigned Cha
2024-03-04 persons_merged An duplicate=Bae
2024-03-05 persons_merged Bae duplicate=An
refused person.merged
2024-03-05 persons_merged Bae duplicate=Cha
refused person.merged
record An as of 2024-03-05
  merged_into null
record Cha as of 2024-03-05
  merged_into null
  service 2y 0m 1d
