<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use SensitiveParameter;

/**
 * What was granted: keep it with the order. Whoever has the token may renew, commit and release it; nobody else may.
 */
final readonly class Reservation
{
    /**
     * @param string $fence greater than that of every grant of these keys before
     * @param int $remainingMs for how long it is held, by the store's clock
     * @param bool $again whether it was granted before, and this is the same again
     */
    public function __construct(
        public string $order,
        public string $owner,
        #[SensitiveParameter] public string $token,
        public string $fence,
        public int $remainingMs,
        public bool $again,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $grant
     */
    public static function granted(string $order, string $owner, #[SensitiveParameter] array $grant): self
    {
        return new self($order, $owner, $grant['token'], $grant['fence'], $grant['remaining_ms'], $grant['again']);
    }

    /**
     * Without the token: this ends up in logs.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return ['token' => '********'] + get_object_vars($this);
    }
}
