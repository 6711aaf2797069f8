-- Not logged: what is lost by a crash would be over within minutes anyway.
CREATE UNLOGGED TABLE "rate_limit_counts" (
    "key" TEXT NOT NULL,
    "through_ms" DOUBLE PRECISION NOT NULL,
    "granted" INTEGER NOT NULL,

    CONSTRAINT "rate_limit_counts_pkey" PRIMARY KEY ("key")
);
