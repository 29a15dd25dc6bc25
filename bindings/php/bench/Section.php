<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Closure;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\DatabaseStorage;

/**
 * The measurements of one storage and one number of items. What is compared is done in turns: native warm, native cold,
 * plain PHP, floor, and again, so that a machine that becomes slower or faster does it to all of them.
 */
final class Section
{
    private const ROUNDS = 15;

    private readonly Shopper $native;
    private readonly Shopper $plain;
    private readonly Floor $floor;

    public function __construct(private readonly Shop $shop, public readonly int $items)
    {
        $connection = $shop->connection;
        $connection->table('carts')->delete();

        $native = static fn (): Cart => new Cart(new DatabaseStorage($connection), 'native', $shop->events);
        $plain = static fn (): PlainPhpCart => new PlainPhpCart($connection, 'plain', $shop->events);

        self::fill($native(), $items);
        self::copy($shop, 'native', 'plain');
        self::copy($shop, 'native', 'floor');

        $this->native = new Shopper(
            $native,
            array_map(static fn (array $coupon): CartCondition => new CartCondition(...$coupon), Goods::COUPONS),
            $items,
        );
        $this->plain = new Shopper(
            $plain,
            array_map(static fn (array $coupon): PlainPhpCondition => new PlainPhpCondition(...$coupon), Goods::COUPONS),
            $items,
        );
        $this->floor = new Floor($shop, $native(), 'floor');
    }

    public function measure(float $seconds): Samples
    {
        $this->round(new Samples(), 0);
        $samples = new Samples();
        $begun = hrtime(true);
        $ends = $begun + (int) ($seconds * 1e9);

        for ($round = 0; $round < 3 || hrtime(true) < $ends; $round++) {
            $this->round($samples, (int) ($seconds * 1e9 / self::ROUNDS / 6));
        }

        return $samples;
    }

    /**
     * Each of them for about so many nanoseconds, at least once.
     */
    private function round(Samples $samples, int $nanoseconds): void
    {
        foreach ($this->turns($samples) as $turn) {
            gc_collect_cycles();
            $ends = hrtime(true) + $nanoseconds;

            do {
                $turn();
            } while (hrtime(true) < $ends);
        }
    }

    /**
     * @return list<Closure(): void>
     */
    private function turns(Samples $samples): array
    {
        return [
            fn () => $this->native->warm($samples, 'warm '),
            fn () => $this->native->cold($samples, 'cold '),
            // It keeps nothing between two calls, so there is no difference between warm and cold.
            fn () => $this->plain->warm($samples, 'plain '),
            fn () => $this->floor->measure($samples),
            fn () => $this->native->request($samples, 'request'),
            fn () => $this->plain->request($samples, 'plain request'),
        ];
    }

    /**
     * Puts into an empty cart what the measurements expect to be there.
     */
    public static function fill(Cart $cart, int $items): void
    {
        $rows = [];

        foreach (range(1, $items) as $number) {
            [$id, $name, $price, $quantity, $attributes] = Goods::item($number);
            $rows[] = compact('id', 'name', 'price', 'quantity', 'attributes');
        }

        $cart->add($rows);
        $cart->addCondition(array_map(
            static fn (array $condition): CartCondition => new CartCondition(...$condition),
            Goods::CONDITIONS,
        ));
    }

    public static function copy(Shop $shop, string $from, string $to): void
    {
        $shop->connection->statement(
            'insert into carts (id, identifier, instance, items, conditions, version)'
            . ' select ?, ?, instance, items, conditions, version from carts where identifier = ?',
            ["id-of-{$to}", $to, $from],
        );
    }
}
