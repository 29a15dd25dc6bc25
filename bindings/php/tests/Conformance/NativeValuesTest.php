<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\Library;
use Cartwright\Tests\Support\PlaysVectors;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Values without a cart through Native, and that no file of vectors is forgotten.
 */
final class NativeValuesTest extends TestCase
{
    use PlaysVectors;

    /** Who plays which file through Native. */
    private const PLAYED = [
        'cart_operations.json' => NativeOperationsTest::class,
        'condition_values.json' => self::class,
        'dynamic_conditions.json' => NativeOperationsTest::class,
        'events.json' => NativeOperationsTest::class,
        'item_amounts.json' => self::class,
        'merges.json' => NativeMergesTest::class,
        'money_rounding.json' => self::class,
        'operations.json' => NativeOperationsTest::class,
        'prices.json' => self::class,
        'rules.json' => NativeRulesTest::class,
        'strict_parsing.json' => NativeSwitchesTest::class,
        'switches.json' => NativeSwitchesTest::class,
        'totals.json' => NativeOperationsTest::class,
    ];

    #[Test]
    public function everyFileOfVectorsIsPlayed(): void
    {
        $files = array_map(basename(...), (array) glob(Vectors::DIRECTORY . '/*.json'));
        $this->assertSame($files, array_keys(self::PLAYED));

        foreach (self::PLAYED as $file => $test) {
            $source = (string) file_get_contents(__DIR__ . '/' . substr((string) strrchr($test, '\\'), 1) . '.php');
            $this->assertMatchesRegularExpression("/Vectors::\w+\('{$file}'/", $source, "{$test} does not play {$file}");
        }
    }

    public static function prices(): iterable
    {
        return Vectors::of('prices.json');
    }

    #[DataProvider('prices')]
    public function testAPriceTextIsReadAsTheContractReadsIt(array $input, array $expect): void
    {
        $this->assertNumber($expect, Library::instance()->parsePrice($input['text']));
    }

    public static function conditionValues(): iterable
    {
        return Vectors::of('condition_values.json');
    }

    #[DataProvider('conditionValues')]
    public function testAConditionValueDoesWhatTheContractSays(array $input, array $expect): void
    {
        $value = is_array($input['value']) ? self::float($input['value']['number']) : $input['value'];

        try {
            $read = Library::instance()->checkCondition('c', 't', 'total', $value);
        } catch (EngineRefusal $refusal) {
            $this->assertSame($expect['error'] ?? null, $refusal->getMessage());

            return;
        }

        $this->assertArrayNotHasKey('error', $expect);
        $this->assertSame($expect['operator'], $read->operator);
        $this->assertSame((float) $expect['number'], $read->number);
        $this->assertSame(
            [$expect['is_discount'], $expect['is_charge'], $expect['is_percentage']],
            [$read->isDiscount, $read->isCharge, $read->isPercentage],
        );

        if ($expect['applied_to_100'] !== null) {
            $applied = Library::instance()->applyCondition($value, 100.0);
            $this->assertSame((float) $expect['applied_to_100'], $applied);
        }
    }

    public static function moneyRounding(): iterable
    {
        return Vectors::of('money_rounding.json');
    }

    #[DataProvider('moneyRounding')]
    public function testMoneyIsRoundedToTheDecimalsOfItsCurrency(array $input, array $expect): void
    {
        $number = $input['number']['int'] ?? (float) $input['number']['float'];

        try {
            $this->assertNumber($expect, Library::instance()->roundMoney($number, $input['currency']));
        } catch (EngineRefusal $refusal) {
            $this->assertSame(
                $expect['error'] ?? null,
                ['kind' => $refusal->kind(), 'message' => $refusal->getMessage()],
            );
        }
    }

    public static function itemAmounts(): iterable
    {
        return Vectors::of('item_amounts.json');
    }

    #[DataProvider('itemAmounts')]
    public function testAnItemCostsWhatTheContractSays(array $input, array $expect): void
    {
        $amounts = Library::instance()->itemAmounts(
            $input['price']['int'] ?? (float) $input['price']['float'],
            $input['quantity'],
            array_map(
                static fn (mixed $value): string|float => is_array($value) ? self::float($value['number']) : $value,
                $input['condition_values'],
            ),
        );
        $this->assertNumber($expect['price'], $amounts->price);
        $this->assertNumber($expect['subtotal'], $amounts->subtotal);
        $this->assertNumber($expect['subtotal_without_conditions'], $amounts->subtotalWithoutConditions);
        $this->assertNumber($expect['discount'], $amounts->discount);
    }

    private static function float(string $digits): float
    {
        return match ($digits) {
            'INF' => INF,
            '-INF' => -INF,
            'NAN' => NAN,
            default => (float) $digits,
        };
    }
}
