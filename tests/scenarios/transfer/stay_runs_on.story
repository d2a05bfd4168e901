story Promotion, demotion and regularization in the same seat do not begin the stay anew
# In the seat since 2021-03-02: free to move on 2024-03-02.

2021-03-02 hired Seung grade=7 probation_months=0 post=HQ-1 born=1990-01-01
2021-03-02 hired Si grade=9 post=HQ-2 born=1995-01-01
2021-03-02 hired Gang grade=6 probation_months=0 post=HQ-3 born=1985-01-01
2021-09-02 regularized Si
2023-03-02 promoted Seung kind=ordinary grade=6 post=HQ-1
2023-06-01 demoted_by_consent Gang grade=7
2024-03-02 transferred Seung unit=HQ post=HQ-11
2024-03-02 transferred Si unit=HQ post=HQ-12
2024-03-02 transferred Gang unit=HQ post=HQ-13
# The next stay begins with the new seat.
2024-06-03 transferred Si unit=HQ post=HQ-14
record Seung as of 2024-03-01
  post_since 2021-03-02
  grade_since 2023-03-02
audit rule transfer.minimum_stay
  no finding transfer.minimum_stay Seung
  no finding transfer.minimum_stay Gang
  finding transfer.minimum_stay Si
record Si as of 2024-06-02
  no finding transfer.minimum_stay
record Si as of 2024-06-03
  finding transfer.minimum_stay
