story Merged with herself, with nobody, and twice

2020-01-02 hired An grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Bae grade=7 step=1 probation_months=0 born=1990-01-01
2020-01-02 hired Cha grade=7 step=1 probation_months=0 born=1990-01-01
2022-01-03 resigned Bae
2022-01-03 resigned Cha
2024-03-04 persons_merged An duplicate=An
refused person.unknown
2024-03-04 persons_merged An duplicate=Nobody
refused person.unknown
2024-03-04 persons_merged Nobody duplicate=An
refused person.unknown
2024-03-04 persons_merged An duplicate=Bae ->merge
2024-03-05 persons_merged An duplicate=Bae
refused person.merged
2024-03-05 persons_merged Cha duplicate=Bae
refused person.merged
# Nothing more is recorded of the id that went.
2024-03-06 resigned Bae
refused person.merged
2024-03-06 hired Bae grade=7
refused person.merged
2024-04-01 persons_split An target=@merge person=Bae
2024-04-03 persons_merged An duplicate=Cha
now 2024-04-04
record Bae as of 2024-04-03
  status separated
  merged_into null
record Cha as of 2024-04-03
  merged_into An
