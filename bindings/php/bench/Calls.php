<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeLocks;
use Cartwright\Native\NativeReservations;
use Cartwright\Native\NativeVersions;
use Cartwright\Native\NewItem;
use Closure;
use Throwable;

/**
 * Every exported function that PHP calls, as PHP calls it, on carts of ten items. What is made by one function and freed
 * by another is measured together.
 */
final class Calls
{
    public const ITEMS = 10;

    /**
     * @return array<string, array<string, Closure>> by group and by the functions that are called
     */
    public static function all(): array
    {
        $library = Library::instance();
        $cart = NativeGoods::cart(self::ITEMS);
        $engine = NativeEngine::open(['store' => 'memory']);
        NativeGoods::fill($engine->cart('user-7'), self::ITEMS);

        return [
            'library' => [
                'cw_abi_epoch' => static fn () => $library->abiEpoch(),
                'cw_version' => static fn () => $library->version(),
                'cw_error_message, cw_error_detail, cw_error_free' => self::refusal($cart),
            ],
            'carts' => self::carts($library, $engine->cart('user-7')),
            'changes' => self::changes($cart),
            'readings' => self::readings($cart),
            'results' => self::results($cart),
            'priming' => self::priming($library->newCart()),
            'values' => self::values($library),
            'engines, in memory' => self::engines($engine),
            'merges' => self::merges($engine),
            'locks, in memory' => self::locks(NativeLocks::open(['store' => 'memory'])),
            'reservations, in memory' => self::reservations(
                NativeReservations::open(['store' => 'memory', 'clock' => 'manual']),
            ),
            'data versions, in memory' => self::versions(NativeVersions::open(['store' => 'memory', 'clock' => 'manual'])),
        ];
    }

    private static function refusal(NativeCart $cart): Closure
    {
        return static function () use ($cart): void {
            try {
                $cart->sum(99, 'USD');
            } catch (Throwable) {
            }
        };
    }

    /**
     * @return array<string, Closure>
     */
    private static function carts(Library $library, NativeCart $bound): array
    {
        $text = NativeGoods::cart(self::ITEMS)->column(Abi::COLUMN_ITEMS);
        [$loaded, $held, $empty] = [$library->newCart(), $library->newCart(), $library->newCart()];
        $loaded->load($text, null);
        $number = 0;

        return [
            'cw_cart_new, cw_cart_free' => static fn () => $library->newCart(),
            'cw_cart_set_limits' => static function () use ($empty, &$number): void {
                $empty->setLimits(1000, 1_048_576, 10_000, 200 + (++$number & 1));
            },
            'cw_cart_set_switches' => static function () use ($empty, &$number): void {
                $empty->setSwitches((++$number & 1) === 1);
            },
            'cw_cart_name' => static fn () => $empty->name('user-7', 'default', 'USD'),
            'cw_cart_load' => static fn () => $loaded->load($text, null),
            'cw_cart_hold' => static fn () => $held->hold($text, null),
            'cw_cart_pending' => static fn () => $loaded->isPending(),
            'cw_cart_column, cw_text_free' => static fn () => $loaded->column(Abi::COLUMN_ITEMS),
            'cw_cart_committed' => static fn () => $loaded->committed(),
            'cw_cart_forget' => static fn () => $empty->forget(),
            'cw_cart_identity' => static fn () => $bound->identity(),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function changes(NativeCart $cart): array
    {
        $item = NativeGoods::item(self::ITEMS + 1);
        $again = NativeGoods::item(1);
        $coupons = array_map(NativeGoods::condition(...), Goods::COUPONS);
        $empty = Library::instance()->newCart();
        $quantity = 0;

        return [
            'cw_cart_add' => static fn () => $cart->add(new NewItem(
                $again->id,
                $again->name,
                $again->price,
                1,
                $again->attributesJson,
                null,
                null,
                null,
            )),
            'cw_cart_update' => static function () use ($cart, &$quantity): void {
                $cart->update(Goods::id(1), new ItemUpdate(Abi::QUANTITY_TO, 1 + ++$quantity % 9, null, null, null));
            },
            'cw_cart_add, cw_cart_remove' => static function () use ($cart, $item): void {
                $cart->add($item);
                $cart->remove($item->id);
            },
            'cw_cart_add_condition' => static function () use ($cart, $coupons, &$quantity): void {
                $cart->addCondition($coupons[++$quantity & 1]);
            },
            'cw_cart_remove_condition' => static fn () => $cart->removeCondition('nobody'),
            'cw_cart_set_metadata' => static function () use ($cart, &$quantity): void {
                $cart->setMetadata('visits', ++$quantity);
            },
            'cw_cart_remove_metadata' => static fn () => $cart->removeMetadata('nobody'),
            'cw_cart_apply' => static function () use ($cart, &$quantity): void {
                $cart->apply(['op' => 'update', 'id' => Goods::id(1), 'quantity' => ['to' => 1 + ++$quantity % 9]]);
            },
            'cw_cart_clear' => static fn () => $empty->clear(),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function readings(NativeCart $cart): array
    {
        return [
            'cw_cart_item' => static fn () => $cart->item(Goods::id(1)),
            'cw_cart_items' => static fn () => $cart->items(),
            'cw_cart_conditions' => static fn () => $cart->conditions(),
            'cw_cart_content' => static fn () => $cart->content('default', 'USD'),
            'cw_cart_sum' => static fn () => $cart->sum(Abi::SUM_TOTAL, 'USD'),
            'cw_cart_count' => static fn () => $cart->quantity(),
            'cw_cart_has' => static fn () => $cart->has(Goods::id(1)),
            'cw_cart_has_rules' => static fn () => $cart->hasRules(),
            'cw_cart_metadata' => static fn () => $cart->metadata('visits'),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function results(NativeCart $cart): array
    {
        $result = $cart->apply(['op' => 'update', 'id' => Goods::id(2), 'quantity' => ['by' => 1]]);
        $library = Library::instance();
        $summary = (fn () => $library->summaryOf($this->handle))->bindTo($result, $result::class);

        return [
            'cw_cart_result, cw_result_free' => static fn () => $cart->result(),
            'cw_result_summary_of' => $summary,
            'cw_result_changes' => static fn () => $result->changes(),
            'cw_result_events' => static fn () => $result->events(),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function priming(NativeCart $cart): array
    {
        $conditions = json_encode(NativeGoods::cart(1)->conditions(), JSON_THROW_ON_ERROR);
        $ids = array_map(Goods::id(...), range(1, 10));

        return [
            'cw_cart_prime, cw_cart_primed' => static function () use ($cart): void {
                $cart->prime();
                $cart->primed();
            },
            'cw_cart_prime, cw_cart_prime_line, cw_cart_primed' => static function () use ($cart): void {
                $cart->prime();
                $cart->primeLine('sku-000001', 10.95, 2);
                $cart->primed();
            },
            'cw_cart_prime, cw_cart_prime_lines (10), cw_cart_primed' => static function () use ($cart, $ids): void {
                $cart->prime();
                $cart->primeLines($ids, array_fill(0, 10, 10.95), array_fill(0, 10, 2));
                $cart->primed();
            },
            'cw_cart_prime, cw_cart_prime_conditions, cw_cart_primed' => static function () use ($cart, $conditions): void {
                $cart->prime();
                $cart->primeConditions($conditions);
                $cart->primed();
            },
            'cw_cart_prime, cw_cart_prime_metadata, cw_cart_primed' => static function () use ($cart): void {
                $cart->prime();
                $cart->primeMetadata('tier', 'gold');
                $cart->primed();
            },
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function values(Library $library): array
    {
        return [
            'cw_price_parse' => static fn () => $library->parsePrice('RM1,299.50'),
            'cw_item_check' => static fn () => $library->checkItem('sku-1', 'Shirt', 10.95, 2, 10_000, 255),
            'cw_item_amounts_of' => static fn () => $library->itemAmounts(10.95, 2, ['-10%']),
            'cw_condition_check' => static fn () => $library->checkCondition('sale', 'discount', 'subtotal', '-10%'),
            'cw_condition_apply' => static fn () => $library->applyCondition('-10%', 100.0),
            'cw_number_combine' => static fn () => $library->add(10, 5),
            'cw_number_sum' => static fn () => $library->sum([0.1, 0.2, 0.3]),
            'cw_money_round' => static fn () => $library->roundMoney(10.955, 'USD'),
            'cw_money_format' => static fn () => $library->formatMoney(10.95, 'USD'),
            'cw_currency' => static fn () => $library->currency('USD'),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function engines(NativeEngine $engine): array
    {
        return [
            'cw_engine_open, cw_engine_free' => static fn () => NativeEngine::open(['store' => 'memory']),
            'cw_engine_set_zones' => static fn () => $engine->setZones(['Europe/Berlin' => 3600]),
            'cw_engine_cart' => static fn () => $engine->cart('user-7'),
            'cw_engine_has' => static fn () => $engine->has('user-7'),
            'cw_engine_swap' => static fn () => $engine->swap('user-7', 'user-7'),
            'cw_engine_instances' => static fn () => $engine->instances('user-7'),
            'cw_engine_forget' => static fn () => $engine->forget('nobody'),
            'cw_engine_carts' => static fn () => $engine->carts(['limit' => 10]),
            'cw_engine_prune' => static fn () => $engine->prune(['dry_run' => true]),
            'cw_engine_metrics' => static fn () => $engine->metrics(),
            'cw_engine_clear_metrics' => static fn () => $engine->clearMetrics(),
            'cw_engine_count' => static fn () => $engine->count(Abi::COUNTED_CONVERSION),
            'cw_engine_outbox' => static fn () => $engine->outbox(),
            'cw_engine_acknowledge' => static fn () => $engine->acknowledge(0),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function merges(NativeEngine $engine): array
    {
        NativeGoods::fill($engine->cart('session-42'), self::ITEMS);
        [$user, $visitor, $nobody] = [['user-7', 'default'], ['session-42', 'default'], ['nobody', 'default']];
        $plan = $engine->planMerge($user, $visitor, Abi::MERGE_ADD_QUANTITIES);
        $nothing = $engine->planMerge($user, $nobody, Abi::MERGE_ADD_QUANTITIES);
        $identities = (fn () => Library::instance()->identitiesOfPlan($this->handle))->bindTo($plan, $plan::class);
        [$one, $other] = [NativeGoods::cart(self::ITEMS), NativeGoods::cart(self::ITEMS)];

        return [
            'cw_engine_plan_merge, cw_merge_plan_free' => static fn () => $engine->planMerge(
                $user,
                $visitor,
                Abi::MERGE_ADD_QUANTITIES,
            ),
            'cw_merge_plan_conflicts' => static fn () => $plan->conflicts(),
            'cw_merge_plan_identities' => $identities,
            'cw_engine_commit_merge' => static fn () => $engine->commitMerge($nothing),
            'cw_engine_merge' => static fn () => $engine->merge($user, $nobody, Abi::MERGE_ADD_QUANTITIES),
            'cw_cart_conflicts' => static fn () => $one->conflictsWith($other, Abi::MERGE_KEEP_USER_CART),
            'cw_cart_merge' => static fn () => $one->merge($other, Abi::MERGE_KEEP_USER_CART),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function locks(NativeLocks $locks): array
    {
        $lock = $locks->acquire('cart:user-7', 3_600_000);

        return [
            'cw_locks_open, cw_locks_free' => static fn () => NativeLocks::open(['store' => 'memory']),
            'cw_locks_acquire, cw_locks_release' => static function () use ($locks): void {
                $locks->release('cart:user-8', $locks->acquire('cart:user-8', 60_000)->owner);
            },
            'cw_locks_renew' => static fn () => $locks->renew('cart:user-7', $lock->owner, 3_600_000),
            'cw_locks_force_release' => static fn () => $locks->forceRelease('nobody'),
            'cw_locks_list' => static fn () => $locks->held(),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function reservations(NativeReservations $reservations): array
    {
        $lines = [];

        foreach (range(1, 10) as $sku) {
            $reservations->call('set_stock', ['key' => "shop/item/{$sku}", 'on_hand' => 1_000_000]);
            $lines[] = ['key' => "shop/item/{$sku}", 'quantity' => 1];
        }

        return [
            'cw_reservations_open, cw_reservations_free' => static fn () => NativeReservations::open(['store' => 'memory']),
            'cw_reservations_call, 10 lines reserved and released' => static function () use ($reservations, $lines): void {
                static $order = 0;
                $order++;
                $held = $reservations->call('reserve', ['order' => $order, 'owner' => 'ada', 'lines' => $lines]);
                $reservations->call('release', ['order' => $order, 'token' => $held['token']]);
            },
            'cw_reservations_advance' => static fn () => $reservations->advance(1),
        ];
    }

    /**
     * @return array<string, Closure>
     */
    private static function versions(NativeVersions $versions): array
    {
        $now = ['products' => '0000000000005eed.1'];
        $seen = $versions->call('look', ['types' => ['products']])['seen'];
        $versions->call('answer', ['seen' => $seen, 'told' => [['settled' => $now['products']]]]);
        $versions->keep((string) $versions->lookup('page', $now)->permit, str_repeat('x', 10_000), 3_600_000);

        return [
            'cw_versions_open, cw_versions_free' => static fn () => NativeVersions::open(['store' => 'memory']),
            'cw_versions_call, a look at what is published' => static fn () => $versions->call('look', ['types' => ['products']]),
            'cw_versions_lookup, a value of 10 kB that is there' => static fn () => $versions->lookup('page', $now),
            'cw_versions_lookup, cw_versions_keep, a value that is not' => static function () use ($versions, $now): void {
                static $page = 0;
                $versions->keep((string) $versions->lookup('page.' . $page++ % 100, $now)->permit, 'x', 1);
            },
            'cw_versions_advance' => static fn () => $versions->advance(1),
        ];
    }
}
