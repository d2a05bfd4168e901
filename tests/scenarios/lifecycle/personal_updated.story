story A new name, and one corrected: as of the day, as known on the day

2022-03-02 hired Kim grade=7 probation_months=0 born=1990-01-31 sex=F name=김하나
2024-06-03 personal_updated Kim name=김두나 ->second
2024-07-01 rectified Kim target=@second effective_on=2024-05-01
record Kim as of 2024-06-02 known at 2024-06-30
  personal.name 김하나
record Kim as of 2024-06-03 known at 2024-06-30
  personal.name 김두나
  personal.birth_on 1990-01-31
  personal.sex F
  status active
record Kim as of 2024-05-01
  personal.name 김두나
record Kim as of 2024-04-30
  personal.name 김하나
