story Training, school, licence and evaluation stand in the file and change no standing, also after the end

2024-03-01 trained Geu course=basic hours=35
refused person.unknown
2022-03-02 hired Bae grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2024-03-04 trained Bae course=leadership hours=35 category=basic score=92
2024-03-04 educated Bae school=KDI degree=master field=policy
2024-03-04 qualified Bae licence=CPA number=12-3456
2024-06-30 evaluated Bae period=2024-1 rating=S score=68 opinion=sound
# An evaluation recorded late takes its place and disturbs nothing.
2023-12-31 evaluated Bae period=2023-2 rating=A issued=2024-07-01
2024-09-02 resigned Bae
2024-09-03 trained Bae course=afterwards hours=7
2024-09-03 educated Bae school=SNU degree=doctor field=law
record Bae as of 2024-09-01
  status active
  grade 7
  grade_since 2022-03-02
  post HQ-1
  promotable_on 2024-01-31
  revision 9
record Bae as of 2024-09-02
  status separated
