<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Exceptions\StoreUnavailableException;
use Cartwright\Exceptions\UnknownCurrencyException;
use Cartwright\Native\Abi;
use Cartwright\Native\NativeEngine;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Carts in a store of the library's own, from PHP.
 */
final class NativeEngineTest extends TestCase
{
    use EngineStores;

    private const LAMP = ['op' => 'add', 'id' => 'lamp', 'name' => 'Lamp', 'price' => 40.5, 'quantity' => 2];

    #[Test]
    #[DataProvider('stores')]
    public function aChangeIsStoredBeforeTheCallReturnsAndSeenThroughEveryOtherCart(string $store): void
    {
        $engine = $this->engine($store);
        [$one, $other] = [$engine->cart('user-7'), $engine->cart('user-7')];
        $this->assertNull($one->identity());
        $this->assertFalse($engine->has('user-7'));

        $one->apply(self::LAMP);

        $this->assertSame(81.0, $other->sum(Abi::SUM_TOTAL, 'USD'));
        $this->assertTrue($other->has('lamp'));
        $this->assertTrue($engine->has('user-7'));
        $this->assertEquals($one->identity(), $other->identity());
        $this->assertSame(1, $one->identity()->version);
        $this->assertMatchesRegularExpression('/^[0-9a-f-]{36}$/', $one->identity()->incarnation);
    }

    #[Test]
    #[DataProvider('stores')]
    public function whatAChangeDidIsToldAsValuesOfPhp(string $store): void
    {
        $cart = $this->engine($store)->cart('user-7');
        $done = $cart->apply([self::LAMP, ['op' => 'set_metadata', 'key' => 'note', 'value' => ['gift' => true]]]);

        [$added, $noted] = $done->changes();
        $this->assertSame(['item_added', 'metadata_added'], [$added['change'], $noted['change']]);
        $this->assertSame(40.5, $added['item']['price']);
        $this->assertSame(['gift' => true], $noted['value']);
        $this->assertSame(
            ['CartCreated', 'ItemAdded', 'CartUpdated', 'MetadataAdded', 'CartUpdated'],
            array_column($done->events(), 'event'),
        );
        $summary = $done->summary();
        $this->assertSame([2, 5, true, 1], [$summary->changes, $summary->events, $summary->differs, $summary->attempts]);
        $this->assertSame([0, 1], [$summary->versionBefore, $summary->versionAfter]);
        $this->assertEquals($done->events(), $cart->result()?->events());
        $this->assertSame(['gift' => true], $cart->metadata('note'));
    }

    #[Test]
    #[DataProvider('stores')]
    public function ofSeveralOperationsAllAreDoneOrNone(string $store): void
    {
        $cart = $this->engine($store)->cart('user-7');
        $cart->apply(self::LAMP);

        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity must be a positive integer',
            static fn () => $cart->apply([['op' => 'clear'], ['quantity' => 0] + self::LAMP]),
        );
        $this->assertSame(2, $cart->quantity());
        $this->assertNull($cart->result());
    }

    #[Test]
    #[DataProvider('stores')]
    public function aVisitorBecomesAUserAndHisCartGoesAlong(string $store): void
    {
        $engine = $this->engine($store);
        $engine->cart('session-42')->apply(self::LAMP);
        $engine->cart('user-7', 'wishlist')->setMetadata('note', 'later');

        $this->assertTrue($engine->swap('session-42', 'user-7'));
        $this->assertFalse($engine->swap('session-42', 'user-7'));
        $this->assertSame(['default', 'wishlist'], $engine->instances('user-7'));
        $this->assertSame(['default', 'wishlist'], $engine->forget('user-7'));
        $this->assertFalse($engine->has('user-7'));
    }

    #[Test]
    #[DataProvider('stores')]
    public function twoCartsBecomeOneAsItWasPlannedAndDecided(string $store): void
    {
        $engine = $this->engine($store);
        $user = $engine->cart('user-7');
        $user->apply(self::LAMP);
        $engine->cart('session-42')->apply([self::LAMP, ['id' => 'bulb', 'name' => 'Bulb'] + self::LAMP]);
        $keys = [['user-7', 'default'], ['session-42', 'default']];

        $plan = $engine->planMerge(...[...$keys, Abi::MERGE_ADD_QUANTITIES]);
        $this->assertSame(['lamp'], array_column($plan->conflicts(), 'line'));
        $this->assertSame([4], array_column($plan->conflicts(), 'quantity'));
        $this->assertFalse($plan->isNothing());
        $this->assertEquals($user->identity(), $plan->target());

        $user->setMetadata('note', 1);

        try {
            $engine->commitMerge($plan);
            $this->fail('Nothing was thrown');
        } catch (CartConflictException $conflict) {
            $this->assertSame([1, 2], [$conflict->getAttemptedVersion(), $conflict->getCurrentVersion()]);
            $this->assertSame('user-7', $conflict->detail()['identifier']);
        }

        $plan = $engine->planMerge(...[...$keys, Abi::MERGE_ADD_QUANTITIES]);
        $merged = $engine->commitMerge($plan, ['lamp' => ['quantity' => 7]]);
        $this->assertSame(['merged'], array_column($merged->changes(), 'change'));
        $this->assertSame([2, 9], [$user->itemCount(), $user->quantity()]);
        $this->assertNull($engine->merge(...[...$keys, Abi::MERGE_ADD_QUANTITIES]));
        $this->assertNull($engine->planMerge(...[...$keys, Abi::MERGE_ADD_QUANTITIES])->source());
    }

    #[Test]
    #[DataProvider('stores')]
    public function cartsAreListedCountedAndRemovedInBatches(string $store): void
    {
        $engine = $this->engine($store);

        foreach (['b', 'a', 'c'] as $identifier) {
            $engine->cart($identifier)->apply(self::LAMP);
        }

        $this->assertSame(['a', 'b'], array_column($engine->carts(['limit' => 2]), 'identifier'));
        $after = ['identifier' => 'b', 'instance' => 'default'];
        $this->assertSame(['c'], array_column($engine->carts(['after' => $after]), 'identifier'));
        $this->assertSame(0, $engine->prune(['idle_seconds' => 3600])['found']);

        $engine->count(Abi::COUNTED_CONVERSION);
        $metrics = $engine->metrics();
        $this->assertSame([3, 1], [$metrics['operations']['add']['done'], $metrics['conversions']]);
        $engine->clearMetrics();
        $this->assertSame(0, $engine->metrics()['operations']['add']['done']);
    }

    #[Test]
    #[DataProvider('stores')]
    public function eventsAreStoredUntilTheyAreAcknowledged(string $store): void
    {
        $engine = $this->engine($store, ['outbox' => true]);
        $engine->cart('user-7')->setMetadata('note', 1);

        [$first, $second] = $engine->outbox();
        $this->assertSame(['MetadataAdded', 'CartUpdated'], [$first['event']['event'], $second['event']['event']]);
        $engine->acknowledge($first['sequence']);
        $this->assertSame([$second], $engine->outbox());
        $this->assertSame([], $engine->outbox($second['sequence']));
    }

    #[Test]
    public function limitsSwitchesAndZonesOfTheEngineHoldForItsCarts(): void
    {
        $engine = $this->engine('memory', [
            'currency' => 'EUR',
            'limits' => [],
            'switches' => ['line_identity' => 'id_and_attributes', 'fractional_quantities' => true],
            'zones' => ['Europe/Berlin' => 3600],
        ]);
        $cart = $engine->cart('user-7');
        $rules = [['weekdays' => ['days' => ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], 'zone' => 'Europe/Berlin']]];
        $condition = ['name' => 'DAILY', 'type' => 'discount', 'value' => '-10%', 'rules' => $rules];
        $cart->apply([['quantity' => 0.5] + self::LAMP, ['op' => 'register_dynamic', 'condition' => $condition]]);
        $this->assertSame(['DAILY'], array_keys($cart->conditions()));

        $engine->setZones([]);
        $done = $cart->apply(['attributes' => ['size' => 'L']] + self::LAMP);
        $this->assertContains('not_evaluated', array_column($done->changes(), 'change'));
        $this->assertSame(2, $cart->itemCount());
    }

    #[Test]
    public function whatIsForHostsAloneIsRefusedOfABoundCart(): void
    {
        $cart = $this->engine('memory')->cart('user-7');
        $calls = [
            static fn () => $cart->load(null, null),
            static fn () => $cart->hold(null, null),
            static fn () => $cart->prime(),
            static fn () => $cart->isPending(),
            static fn () => $cart->committed(),
            static fn () => $cart->setLimits(1, 1, 1, 1),
            static fn () => $cart->setSwitches(),
            static fn () => $cart->name('a', 'b', 'USD'),
        ];

        foreach ($calls as $call) {
            try {
                $call();
                $this->fail('Nothing was thrown');
            } catch (InvalidCallException $refusal) {
                $this->assertStringContainsString('belongs to an engine', $refusal->getMessage());
            }
        }
    }

    #[Test]
    #[DataProvider('files')]
    public function aStoreThatCannotBeReachedSaysSo(string $store): void
    {
        $engine = NativeEngine::open(['store' => "{$store}:/nowhere/at/all/carts.sqlite"]);

        try {
            $engine->cart('user-7')->apply(self::LAMP);
            $this->fail('Nothing was thrown');
        } catch (StoreUnavailableException $refusal) {
            $this->assertStringContainsString('/nowhere/at/all/carts.sqlite', $refusal->getMessage());
            $this->assertSame('store_unavailable', $refusal->kind());
        }
    }

    #[Test]
    public function aRowThatCannotBeReadIsNeverOverwritten(): void
    {
        $cart = $this->engine('sqlite')->cart('user-7');
        $cart->apply(self::LAMP);
        $rows = new PDO("sqlite:{$this->file}");
        $rows->exec("UPDATE carts SET items = '{oops', version = version + 1");

        foreach ([static fn () => $cart->apply(self::LAMP), static fn () => $cart->items()] as $call) {
            try {
                $call();
                $this->fail('Nothing was thrown');
            } catch (CorruptCartException) {
                $this->assertSame('{oops', $rows->query('SELECT items FROM carts')->fetchColumn());
            }
        }
    }

    #[Test]
    public function whatIsNoSettingIsRefused(): void
    {
        $this->assertRefused(
            InvalidCallException::class,
            "'postgres' is no store; write sqlite:PATH, sqlite-own:PATH, redis://HOST:PORT or memory",
            static fn () => NativeEngine::open(['store' => 'postgres']),
        );
        $this->assertRefused(
            UnknownCurrencyException::class,
            'Invalid currency "XXX"',
            static fn () => NativeEngine::open(['store' => 'memory', 'currency' => 'XXX']),
        );
        $this->assertRefused(
            InvalidTextException::class,
            'Malformed UTF-8 characters, possibly incorrectly encoded',
            static fn () => NativeEngine::open(['store' => "sqlite:/\xff"]),
        );
    }

    #[Test]
    #[DataProvider('stores')]
    public function cartsResultsAndPlansOutliveTheirEngineInAnyOrder(string $store): void
    {
        $engine = $this->engine($store);
        $cart = $engine->cart('user-7');
        $result = $cart->apply(self::LAMP);
        $plan = $engine->planMerge(['user-7', 'default'], ['session-42', 'default'], Abi::MERGE_KEEP_USER_CART);
        unset($engine);

        $cart->apply(self::LAMP);
        $this->assertSame(4, $cart->quantity());
        unset($cart);

        $this->assertSame(['item_added'], array_column($result->changes(), 'change'));
        $this->assertTrue($plan->isNothing());
    }
}
