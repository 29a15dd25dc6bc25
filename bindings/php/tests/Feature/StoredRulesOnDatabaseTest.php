<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Events\QueryExecuted;
use InvalidArgumentException;
use MasyukAI\Cart\Conditions\CartCondition;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * Stored rules of a cart on the database: judged in the step that changes an item, and stored with it.
 */
final class StoredRulesOnDatabaseTest extends DatabaseTestCase
{
    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anItemAndWhatRulesSayOfItAreOneWrite(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->registerDynamicCondition(self::bulk());
        $cart = $this->cart();
        $statements = [];
        $this->database->listen(static function (QueryExecuted $query) use (&$statements): void {
            if ($query->connectionName === 'shop') {
                $statements[] = explode(' ', $query->sql)[0];
            }
        });

        $cart->add('apple', 'Apple', 100, 3);

        $this->assertSame(['select', 'update'], $statements);
        $this->assertSame(2, (int) $this->row()->version);
        $this->assertSame(270.0, $cart->total()->getAmount());
    }

    #[Test]
    #[DataProvider('databases')]
    public function rulesThatAnotherRequestRegisteredMeanwhileHold(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 100);
        $this->rivalCart()->registerDynamicCondition(self::bulk());

        $cart->add('apple', 'Apple', 100, 2);

        $this->assertSame(270.0, $this->rivalCart()->total()->getAmount());
    }

    #[Test]
    #[DataProvider('databases')]
    public function rulesThatAreRolledBackAreGone(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 100);

        try {
            $this->database->transaction(function () use ($cart): void {
                $cart->registerDynamicCondition(self::bulk());

                throw new RuntimeException('no');
            });
        } catch (RuntimeException) {
            $cart->add('apple', 'Apple', 100, 2);
        }

        $this->assertSame(300.0, $this->rivalCart()->total()->getAmount());
        $this->assertTrue($cart->getDynamicConditions()->isEmpty());
    }

    #[Test]
    public function whatRulesHavePutOnIsMarkedInTheRowAndOtherwiseLikeAnyCondition(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->registerDynamicCondition(self::bulk());
        $cart->add('apple', 'Apple', 100, 3);

        $stored = json_decode($this->row()->conditions, true);

        $this->assertSame(self::bulk()->withoutRules()->toArray() + ['by_rules' => true], $stored['BULK']);
    }

    #[Test]
    public function theKeyUnderWhichRulesAreKeptIsNotForMetadata(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->registerDynamicCondition(self::bulk());
        $key = '__cartwright_dynamic_conditions';

        foreach ([fn () => $cart->setMetadata($key, []), fn () => $cart->removeMetadata($key)] as $call) {
            try {
                $call();
                $this->fail('Nothing was thrown.');
            } catch (InvalidArgumentException $refusal) {
                $this->assertStringContainsString($key, $refusal->getMessage());
            }
        }

        $this->assertNull($cart->getMetadata($key));
        $this->assertSame(['BULK'], $this->cart()->getDynamicConditions()->keys()->all());
    }

    private static function bulk(): CartCondition
    {
        return new CartCondition('BULK', 'discount', 'subtotal', '-10%', rules: [['min_quantity' => 3]]);
    }
}
