package sessions

func recordUntilKilled(string) {}
