(** Chapter 7.5: r + 1 classes of n points, n_d of them difficult; points of a class have the similarity alpha, difficult
    points of different classes gamma, other points of different classes beta. *)
From Contextures Require Import Library.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Classes.
Variables (R : rcfType) (n n_d r : nat) (alpha beta gamma delta : R).

(** Some points of a class are easy, difficult points are more similar to other classes, points of a class still more. *)
Definition usual := [/\ (0 < n_d < n)%N, (0 < r)%N, 0 <= beta < gamma, gamma < alpha < 1 & 0 < delta <= 1].

(** The row sums of an easy point, of a difficult one and of what stands above the margin; the ratios of the bounds
    (3), (4) and (5), and the bound of a ratio. *)
Definition c_2 : R := (1 - alpha) + n%:R * alpha + n%:R * r%:R * beta.
Definition c_1 : R := c_2 + n_d%:R * r%:R * (gamma - beta).
Definition c_0 : R := (1 - alpha) + n%:R * alpha + (n%:R - n_d%:R) * r%:R * beta.
Definition q_3 : R := (1 - alpha) / c_2.
Definition q_4 : R := (1 - alpha + r%:R * (gamma - beta)) / c_1.
Definition q_5 : R := (1 - alpha) / (1 - alpha + (n%:R - n_d%:R) * (alpha + r%:R * beta)).
Definition error_bound (q : R) : R := 4%:R * delta / (1 - q) + 8%:R * delta.

(** The margin and the temperature. *)
Definition margin : R := c_0 * (gamma - beta) / (c_1 ^+ 2 * c_2).
Definition temperature : R := c_1 / c_2 * (beta / gamma).
End Classes.
