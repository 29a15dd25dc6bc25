<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\Narrator;
use Cartwright\Demo\Shop\Shop;
use Cartwright\Demo\Visitors\Visitor;
use MasyukAI\Cart\Cart;
use Tests\Support\Place;
use Tests\Support\Server;

/**
 * What the steps of the demo share: who tells, where it plays, and the customer's browsers.
 */
final class Stage
{
    /** Accounts of the shop, by their ids, which are the identifiers of their carts. */
    public const ANN = '1';
    public const BOB = '2';

    public readonly Visitor $laptop;

    public readonly Visitor $tablet;

    public function __construct(
        public readonly Narrator $narrator,
        public readonly Shop $shop,
        public readonly Place $place,
        public readonly Server $server,
        public readonly string $directory,
        public readonly bool $quick,
    ) {
        $this->laptop = $this->browser('laptop');
        $this->tablet = $this->browser('tablet');
    }

    public function browser(string $device): Visitor
    {
        return new Visitor($this->server->host, "{$this->place->storage}/notes", $device);
    }

    /**
     * A customer's cart as somebody of the shop sees it, in this process.
     */
    public function cart(string $customer = self::ANN): Cart
    {
        return $this->shop->cart($customer);
    }

    /**
     * The customer's row as it is in the database, as values that can be compared.
     *
     * @return array<string, mixed>
     */
    public function row(string $customer = self::ANN): array
    {
        return (array) $this->shop->row($customer);
    }
}
