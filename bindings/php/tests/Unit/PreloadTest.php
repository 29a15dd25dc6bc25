<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\Support\UsesPackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * What preload.php does when PHP starts. That it makes web requests work is shown by scripts/fpm.sh, on a real php-fpm.
 */
final class PreloadTest extends TestCase
{
    use UsesPackageCopy;

    /** What a process says that was started with it. */
    private const TELL = <<<'PHP'
        $missing = [];

        foreach ([...glob("{$argv[1]}/src/Cartwright/Native/*.php"), ...glob("{$argv[1]}/src/Cartwright/Native/*/*.php")] as $file) {
            $name = strtr(substr($file, strlen("{$argv[1]}/src/"), -4), '/', '\\');
            class_exists($name, false) || trait_exists($name, false) || $missing[] = $name;
        }

        $autoloaders = count(spl_autoload_functions());
        require $argv[1] . '/autoload.php';
        echo json_encode([
            'missing' => $missing,
            'autoloaders' => [$autoloaders, count(spl_autoload_functions())],
            'version' => Cartwright\Native\Library::instance()->version(),
            'path' => Cartwright\Native\Library::instance()->path(),
        ]);
        PHP;

    #[Test]
    public function theClassesAroundFfiAreThereBeforeAnyAutoloader(): void
    {
        $library = $this->copy->place("{$this->copy->package}/lib/libcartwright.so");
        [$output, $log] = $this->start("{$this->copy->package}/preload.php");
        $answer = json_decode($output, true);

        $this->assertSame('', $log);
        $this->assertSame([], $answer['missing']);
        $this->assertSame([0, 2], $answer['autoloaders']);
        $this->assertSame($library, $answer['path']);
    }

    #[Test]
    public function aScriptOfTheApplicationMayRequireItAndTheAutoloaderToo(): void
    {
        $this->copy->place("{$this->copy->package}/lib/libcartwright.so");
        $script = "{$this->copy->root}/application.php";
        file_put_contents($script, "<?php require '{$this->copy->package}/autoload.php';"
            . " new Cartwright\\Native\\NewItem('a', 'A', 1, 1, null, null, null, null);"
            . " require '{$this->copy->package}/preload.php';");
        [$output, $log] = $this->start($script);
        $answer = json_decode($output, true);

        $this->assertSame('', $log);
        $this->assertSame([], $answer['missing']);
        // The functions are preloaded, their registration is the request's.
        $this->assertSame([0, 2], $answer['autoloaders']);
    }

    #[Test]
    public function aLibraryThatIsMissingIsSaidInTheLogAndPhpStarts(): void
    {
        [$output, $log] = $this->start("{$this->copy->package}/preload.php", code: 'echo "started";');

        $this->assertSame('started', $output);
        $this->assertStringContainsString('Cartwright: The native library libcartwright.so was not found: neither', $log);
        $this->assertStringContainsString("there is no {$this->copy->package}/lib/libcartwright.so", $log);
        $this->assertStringContainsString('The server starts without it', $log);
    }

    #[Test]
    public function aFileThatIsNamedAndMissingIsSaidInTheLogWithWhoNamesIt(): void
    {
        [$output, $log] = $this->start(
            "{$this->copy->package}/preload.php",
            ['CARTWRIGHT_LIBRARY' => '/nowhere/libcartwright.so'],
            'echo "started";',
        );

        $this->assertSame('started', $output);
        $this->assertStringContainsString(
            'Cartwright: there is no native library /nowhere/libcartwright.so, which the environment variable'
                . ' CARTWRIGHT_LIBRARY names; the server starts without it',
            $log,
        );
    }

    #[Test]
    public function theLibraryItselfIsNotOpened(): void
    {
        $library = "{$this->copy->package}/lib/libcartwright.so";
        mkdir(dirname($library));
        file_put_contents($library, 'not a library');
        [$output, $log] = $this->start("{$this->copy->package}/preload.php", code: 'echo "started";');

        $this->assertSame(['started', ''], [$output, $log]);
    }

    #[Test]
    public function runAsAnOrdinaryScriptItSaysWhatItIsFor(): void
    {
        [$output, $log] = PackageCopy::run(["{$this->copy->package}/preload.php"]);

        $this->assertSame('', $output);
        $this->assertStringContainsString('preload.php is for opcache.preload in php.ini; run otherwise it preloads nothing', $log);
    }

    /**
     * @param array<string, string> $environment
     * @return array{string, string, int}
     */
    private function start(string $script, array $environment = [], string $code = self::TELL): array
    {
        // PHP 8.2 does not preload as root, on the command line neither.
        $user = posix_geteuid() === 0 ? ['-d', 'opcache.preload_user=nobody'] : [];

        return PackageCopy::run(
            ['-d', 'opcache.enable_cli=1', '-d', "opcache.preload={$script}", ...$user, '-r', $code, $this->copy->package],
            $environment,
        );
    }
}
