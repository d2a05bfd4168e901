story The day of death was another: corrected, not recorded twice

2010-01-04 hired Mang grade=7 probation_months=0 born=1980-01-01
2024-03-04 died Mang ->death
2024-04-01 rectified Mang target=@death effective_on=2024-03-02
# Died by mistake of the file: taken back.
2024-05-02 annulled Mang target=@death ground=mistake
2024-05-03 transferred Mang unit=HQ post=HQ-2
record Mang as of 2024-03-03 known at 2024-03-31
  status active
record Mang as of 2024-03-03 known at 2024-04-30
  status separated
  dead_on 2024-03-02
record Mang as of 2024-05-03
  status active
  dead_on null
