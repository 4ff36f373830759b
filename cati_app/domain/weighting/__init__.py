"""Weights of interviews: what each stands for, so that those asked resemble the people of whom they speak."""
