<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Closure;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use RuntimeException;

/**
 * The measurements of one storage and one number of items. What is compared is done in turns: native warm, native cold,
 * plain PHP, floor, and again, so that a machine that becomes slower or faster does it to all of them.
 */
final class Section
{
    private const ROUNDS = 15;

    private readonly Shopper $native;
    private readonly Shopper $plain;
    public readonly Floor $floor;

    public function __construct(private readonly Shop $shop, public readonly int $items)
    {
        $shop->place->empty();
        $native = static fn (): Cart => $shop->cart('native');
        $plain = static fn (): PlainPhpCart => $shop->plainCart('plain');

        self::fill($native(), $items);
        $storage = $shop->place->storage('native');
        $lines = $storage->getItems('native', 'default');
        $conditions = $storage->getConditions('native', 'default');
        $shop->place->plain('plain')->put('items', $lines);
        $shop->place->plain('plain')->put('conditions', $conditions);

        $coupons = static fn (string $class): array => array_map(
            static fn (array $coupon): object => new $class(...$coupon),
            Goods::COUPONS,
        );
        $this->native = new Shopper($native, $shop->place, 'native', $coupons(CartCondition::class), $items);
        $this->plain = new Shopper($plain, $shop->place, 'plain', $coupons(PlainPhpCondition::class), $items);
        $this->floor = new Floor($shop->events, $native(), $shop->place->floor($lines, $conditions));

        self::checkThatTheyAreTheSame($native()->content(), $plain()->content());
    }

    /**
     * @param array<string, mixed> $native
     * @param array<string, mixed> $plain
     */
    private static function checkThatTheyAreTheSame(array $native, array $plain): void
    {
        foreach (['subtotal', 'total'] as $sum) {
            // PHP's floats lose a cent now and then, 363.775 becomes 363.77; the engine's decimals do not.
            if (abs($native[$sum] - $plain[$sum]) < 0.02) {
                $plain[$sum] = $native[$sum];
            }
        }

        if ($native != $plain) {
            throw new RuntimeException('The two carts hold different things; what was measured would mean nothing');
        }
    }

    public function measure(float $seconds): Samples
    {
        $this->round(new Samples(), 0);
        $samples = new Samples($this->shop->place->asksServer());
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
}
