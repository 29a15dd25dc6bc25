<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\Narrator;
use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Watch\EventLog;
use MasyukAI\Cart\Cart;

/**
 * What the steps of the demo share: who tells, where it plays, and the customer's cart.
 */
final class Stage
{
    public const CUSTOMER = 'cafe-lune';

    public readonly Cart $cart;

    public function __construct(
        public readonly Narrator $narrator,
        public readonly Shop $shop,
        public readonly EventLog $events,
        public readonly string $directory,
        public readonly bool $quick,
    ) {
    }

    public function enter(Cart $cart): void
    {
        $this->cart = $cart;
    }

    /**
     * The customer's row as it is in the database, as values that can be compared.
     *
     * @return array<string, mixed>
     */
    public function row(string $customer = self::CUSTOMER): array
    {
        return (array) $this->shop->row($customer);
    }
}
