<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Contracts\Session\Session;

/**
 * Arrays in a session.
 */
final readonly class PlainPhpSession implements PlainPhpStorage
{
    public function __construct(private Session $session, private string $identifier)
    {
    }

    public function get(string $part): array
    {
        return $this->session->get("cart.{$this->identifier}.default.{$part}", []);
    }

    public function put(string $part, array $data): void
    {
        $this->session->put("cart.{$this->identifier}.default.{$part}", $data);
    }
}
