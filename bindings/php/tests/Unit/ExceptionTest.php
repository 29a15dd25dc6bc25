<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\NativeException;
use Cartwright\Exceptions\NumberOutOfRangeException;
use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Tests\TestCase;
use Exception;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Exceptions\CartException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

final class ExceptionTest extends TestCase
{
    #[Test]
    #[DataProvider('messages')]
    public function anExceptionOfTheCartHasAMessageOfItsOwn(string $class, string $message): void
    {
        $this->assertInstanceOf(CartException::class, new $class());
        $this->assertSame($message, (new $class())->getMessage());
        $this->assertSame('Another', (new $class('Another'))->getMessage());
    }

    public static function messages(): array
    {
        return [
            [InvalidCartItemException::class, 'Invalid cart item'],
            [InvalidCartConditionException::class, 'Invalid cart condition'],
            [UnknownModelException::class, 'Unknown model class'],
        ];
    }

    #[Test]
    public function anUnknownModelHasACodeAndACause(): void
    {
        $cause = new Exception();
        $exception = new UnknownModelException('Gone', 7, $cause);

        $this->assertSame(7, $exception->getCode());
        $this->assertSame($cause, $exception->getPrevious());
    }

    #[Test]
    public function aConflictKnowsBothVersions(): void
    {
        $cause = new Exception();
        $conflict = new CartConflictException('Changed', 3, 5, null, ['items' => []], $cause);

        $this->assertInstanceOf(CartException::class, $conflict);
        $this->assertSame(409, $conflict->getCode());
        $this->assertSame(3, $conflict->getAttemptedVersion());
        $this->assertSame(5, $conflict->getCurrentVersion());
        $this->assertSame(2, $conflict->getVersionDifference());
        $this->assertNull($conflict->getConflictedCart());
        $this->assertSame(['items' => []], $conflict->getConflictedData());
        $this->assertSame($cause, $conflict->getPrevious());
    }

    /**
     * @param list<string> $suggestions
     */
    #[Test]
    #[DataProvider('conflicts')]
    public function aConflictOfOneVersionIsMinor(int $attempted, int $current, bool $minor, array $suggestions): void
    {
        $conflict = new CartConflictException('Changed', $attempted, $current);

        $this->assertSame($minor, $conflict->isMinorConflict());
        $this->assertSame($suggestions, $conflict->getResolutionSuggestions());
    }

    public static function conflicts(): array
    {
        $minor = ['retry_with_refresh', 'merge_changes'];
        $major = ['reload_cart', 'manual_resolution_required'];

        return [
            'one change between' => [3, 4, true, $minor],
            'two changes between' => [3, 5, false, $major],
            'none' => [3, 3, false, $major],
            'another cart, with a lower version' => [3, 1, false, $major],
        ];
    }

    #[Test]
    public function withACartAComparisonIsSuggestedToo(): void
    {
        $cart = $this->createStub(Cart::class);
        $conflict = new CartConflictException('Changed', 3, 4, $cart);

        $this->assertSame($cart, $conflict->getConflictedCart());
        $this->assertSame(
            ['retry_with_refresh', 'merge_changes', 'compare_with_current'],
            $conflict->getResolutionSuggestions(),
        );
    }

    #[Test]
    public function aConflictIsToldAsAnArray(): void
    {
        Carbon::setTestNow('2026-11-20 23:43:33.070924');

        $this->assertSame(
            [
                'error' => 'cart_conflict',
                'message' => 'Changed',
                'attempted_version' => 3,
                'current_version' => 4,
                'version_difference' => 1,
                'is_minor_conflict' => true,
                'resolution_suggestions' => ['retry_with_refresh', 'merge_changes'],
                'timestamp' => '2026-11-20T23:43:33.070924Z',
            ],
            (new CartConflictException('Changed', 3, 4))->toArray(),
        );
    }

    #[Test]
    #[DataProvider('detailed')]
    public function whatTheEngineKnowsBesideTheSentenceIsHandedOn(string $class, string $parent): void
    {
        $cause = new Exception();
        $exception = new $class('A sentence', ['limit' => 5], $cause);

        $this->assertInstanceOf($parent, $exception);
        $this->assertSame('A sentence', $exception->getMessage());
        $this->assertSame(['limit' => 5], $exception->detail());
        $this->assertSame($cause, $exception->getPrevious());
        $this->assertSame([], (new $class('A sentence'))->detail());
    }

    public static function detailed(): array
    {
        return [
            [NumberOutOfRangeException::class, CartException::class],
            [CorruptCartException::class, CartException::class],
            [OutcomeUnknownException::class, CartException::class],
            [NativeException::class, RuntimeException::class],
        ];
    }
}
