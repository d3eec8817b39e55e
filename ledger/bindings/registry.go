// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// RegistryChange is an auto generated low-level Go binding around an user-defined struct.
type RegistryChange struct {
	Kind        uint8
	Account     common.Address
	Replacement common.Address
	Name        string
	Domain      []string
	WitnessKey  [32]byte
	Threshold   uint16
}

// RegistryNewOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewOwner struct {
	Account    common.Address
	Name       string
	Domain     []string
	WitnessKey [32]byte
}

// RegistryNewPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryNewPrincipal struct {
	Account common.Address
	Name    string
	Role    uint8
	Domain  []string
	TlsKey  [32]byte
}

// RegistryOwner is an auto generated low-level Go binding around an user-defined struct.
type RegistryOwner struct {
	Account    common.Address
	Name       string
	Domain     string
	WitnessKey [32]byte
	Active     bool
	Since      uint64
}

// RegistryPrincipal is an auto generated low-level Go binding around an user-defined struct.
type RegistryPrincipal struct {
	Account common.Address
	Name    string
	Role    uint8
	Owner   common.Address
	Domain  string
	TlsKey  [32]byte
	Active  bool
	Since   uint64
}

// RegistryMetaData contains all meta data concerning the Registry contract.
var RegistryMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.NewOwner[]\",\"name\":\"owners\",\"type\":\"tuple[]\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"AlreadyExecuted\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"AlreadyVoted\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadChange\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadName\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadPath\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"BadRole\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"BadThreshold\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"DomainOverlaps\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoWitnessKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotYourPrincipal\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"OtherChange\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"}],\"name\":\"OutsideDomain\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"OwnerExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"PrincipalTaken\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"ProposalVoid\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"TooManyOwners\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"UnknownProposal\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"Executed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerAdded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRemoved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"previous\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Owner\",\"name\":\"owner\",\"type\":\"tuple\"}],\"name\":\"OwnerRotated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalDeactivated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalKeyRotated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRegistry.Principal\",\"name\":\"principal\",\"type\":\"tuple\"}],\"name\":\"PrincipalRegistered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"}],\"indexed\":false,\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"Proposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"owners\",\"type\":\"uint16\"}],\"name\":\"ThresholdSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"}],\"name\":\"Voted\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_NAME\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"MAX_OWNERS\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"activeOwners\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"deactivatePrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"domainOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"isActive\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner_\",\"type\":\"address\"}],\"name\":\"isFogOf\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"owner\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"ownerAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Owner\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"ownerCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32[]\",\"name\":\"segments\",\"type\":\"bytes32[]\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"}],\"name\":\"ownerOfDomain\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"principal\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"principalAt\",\"outputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"domain\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"},{\"internalType\":\"bool\",\"name\":\"active\",\"type\":\"bool\"},{\"internalType\":\"uint64\",\"name\":\"since\",\"type\":\"uint64\"}],\"internalType\":\"structRegistry.Principal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"principalCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"name\":\"proposal\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"votes\",\"type\":\"uint16\"},{\"internalType\":\"bool\",\"name\":\"executed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"void_\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"proposalCount\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"propose\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"enumRole\",\"name\":\"role\",\"type\":\"uint8\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"}],\"internalType\":\"structRegistry.NewPrincipal\",\"name\":\"p\",\"type\":\"tuple\"}],\"name\":\"registerPrincipal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"tlsKey\",\"type\":\"bytes32\"}],\"name\":\"rotateKey\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"threshold\",\"outputs\":[{\"internalType\":\"uint16\",\"name\":\"\",\"type\":\"uint16\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"number\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"enumRegistry.ChangeKind\",\"name\":\"kind\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"replacement\",\"type\":\"address\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string[]\",\"name\":\"domain\",\"type\":\"string[]\"},{\"internalType\":\"bytes32\",\"name\":\"witnessKey\",\"type\":\"bytes32\"},{\"internalType\":\"uint16\",\"name\":\"threshold\",\"type\":\"uint16\"}],\"internalType\":\"structRegistry.Change\",\"name\":\"change\",\"type\":\"tuple\"}],\"name\":\"vote\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Registry",
	Bin: "0x608080604052346109c357613a70803803809161001c8285610b0c565b83398101906040818303126109c35780516001600160401b0381116109c357810182601f820112156109c35780519061005482610b2f565b936100626040519586610b0c565b82855260208086019360051b830101918183116109c35760208101935b8385106109c85760208601518761ffff821682036109c3578051906040821161095257906000915b81831061017c57836004549061ffff8260101c16918261ffff831611801561013e575b61012157907fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9260409261ffff83169061ffff19161760045561ffff8351921682526020820152a1604051612c669081610e0a8239f35b5061ffff906367332f5560e11b6000521660045260245260446000fd5b506201fffe8260011b1661ffff8316810460021461ffff8416151715610166578310156100ca565b634e487b7160e01b600052601160045260246000fd5b9091926101898483610bbd565b5180516001600160a01b0316156109b2576060810151156109a1576020810151518015908115610996575b506109855760018060a01b03815116600052600060205260406000209460ff86541661096357604061ffff60045460101c1614610952576040820195865196875180158015610948575b6108de5761020b81610b2f565b986102196040519a8b610b0c565b818a52601f1961022883610b2f565b013660208c013760005b828110610849575050506102469051610c30565b936001600160a01b0361025889610cd7565b166108275787519660009160005b8981106107ef57508260005260036020526040600020546107c957600091825b600184018411610166578b516001850110156102f3576102ed906102aa858e610bbd565b5160405190602082019283526040820152604081526102ca606082610b0c565b5190209384600052600360205260406000206102e68154610d56565b9055610d56565b92610286565b508651600085815260026020526040902080546001600160a01b0319166001600160a01b03929092169190911790558454919a509895969495915060081c60ff1615610749575b82546001600160581b03191660109190911b62ff000016174360181b6affffffffffffffff00000016176101011782556001820155606084015160028201556020840151805160038301916001600160401b0382116106675761039d8354610bf6565b601f81116106f3575b50602090601f8311600114610688576004949392916000918361067d575b50508160011b916000199060031b1c19161790555b82519101916001600160401b0382116106675781906103f88454610bf6565b601f8111610609575b50602090601f83116001146105a457600092610599575b50508160011b916000199060031b1c19161790555b6004549161ffff8360101c169261ffff84146101665763ffff00001916600193840160101b63ffff00001617600455516040516001600160a01b03919091169060009060a09061047c81610af1565b828152606060208201526060604082015282606082015282608082015201528060005260006020527f0e83dabd0af920ab4dfab07b84e60c16dca0d01174a115375343396ed368c5cd60406000206002810154815490604051916104df83610af1565b85835261050160046104f360038701610d65565b956020860196875201610d65565b6040840190815260608401928352610571608085019160ff84161515835260a08601938b8060401b039060181c16845261055e604051978897602089528d8060a01b0390511660208901525160c0604089015260e0880190610bd1565b9051868203601f19016060880152610bd1565b9251608085015251151560a0840152878060401b0390511660c08301520390a20191906100a7565b015190508880610418565b60008581528281209350601f198516905b8181106105f157509084600195949392106105d8575b505050811b01905561042d565b015160001960f88460031b161c191690558880806105cb565b929360206001819287860151815501950193016105b5565b8281111561040157909150836000526020600020601f840160051c906020851061065e575b849392601f0160051c829003910160005b82811061064d575050610401565b60008183015585945060010161063f565b6000915061062e565b634e487b7160e01b600052604160045260246000fd5b015190508b806103c4565b90601f1983169184600052816000209260005b8181106106db5750916001939185600498979694106106c2575b505050811b0190556103d9565b015160001960f88460031b161c191690558b80806106b5565b9293602060018192878601518155019501930161069b565b828111156103a657836000526020600020601f840160051c9060208510610740575b81601f9101920160051c039060005b8281106107325750506103a6565b600082820155600101610724565b60009150610715565b60018060a01b03865116600554680100000000000000008110156106675760018101806005558110156107b35760056000527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00180546001600160a01b031916909117905561033a565b634e487b7160e01b600052603260045260246000fd5b6040516334a3ab4160e01b815260206004820152806107eb602482018a610bd1565b0390fd5b926001906107fd858d610bbd565b51604051906020820192835260408201526040815261081d606082610b0c565b5190209301610266565b6040516334a3ab4160e01b815260206004820152806107eb6024820188610bd1565b6108538183610bbd565b518051908115801561093e575b6108de578c916000905b8082106108905750509061088983836020600196955191012092610bbd565b5201610232565b90925081518310156107b35760ff60f81b6020848401015116606160f81b811015908161092f575b811561090b575b81156108fd575b81156108ef575b50156108de5760018e93019061086a565b6364325c9160e01b60005260046000fd5b605f60f81b1490508f6108cd565b602d60f81b811491506108c6565b9050600360fc1b81101580610921575b906108bf565b50603960f81b81111561091b565b603d60f91b81111591506108b8565b50603f8211610860565b50600881116101fe565b631785167360e21b60005260046000fd5b5051632314c75760e01b60009081526001600160a01b03909116600452602490fd5b63153736cd60e01b60005260046000fd5b607f915011866101b4565b6349ad267760e11b60005260046000fd5b63d92e233d60e01b60005260046000fd5b600080fd5b84516001600160401b0381116109c35782016080818503601f1901126109c35760405190608082016001600160401b038111838210176106675760405260208101516001600160a01b03811681036109c357825260408101516001600160401b0381116109c357856020610a3e92840101610b69565b602083015260608101516001600160401b0381116109c35760209082010185601f820112156109c3578051610a7281610b2f565b91610a806040519384610b0c565b81835260208084019260051b820101918883116109c35760208201905b838210610ac45750505050604083015260800151606082015281526020948501940161007f565b81516001600160401b0381116109c357602091610ae68c848094880101610b69565b815201910190610a9d565b60c081019081106001600160401b0382111761066757604052565b601f909101601f19168101906001600160401b0382119082101761066757604052565b6001600160401b0381116106675760051b60200190565b60005b838110610b595750506000910152565b8181015183820152602001610b49565b81601f820112156109c35780516001600160401b0381116106675760405192610b9c601f8301601f191660200185610b0c565b818452602082840101116109c357610bba9160208085019101610b46565b90565b80518210156107b35760209160051b010190565b90602091610bea81518092818552858086019101610b46565b601f01601f1916010190565b90600182811c92168015610c26575b6020831014610c1057565b634e487b7160e01b600052602260045260246000fd5b91607f1691610c05565b9081518015610cbf578251156107b357916020810151926001915b818310610c5757505050565b909193600190610cb682610c6b8886610bbd565b519260206040519482610c878794518092858088019101610b46565b8301602f60f81b83820152610ca58251809385602185019101610b46565b01010301601f198101835282610b0c565b94019190610c4b565b509050604051610cd0602082610b0c565b6000815290565b805190600882116108de57600090815b838310610cf75750505050600090565b610d018383610bbd565b516040519060208201928352604082015260408152610d21606082610b0c565b5190206000818152600260205260409020549092906001600160a01b031680610d4e575060010191610ce7565b935050505090565b60001981146101665760010190565b9060405191826000825492610d7984610bf6565b8084529360018116908115610de75750600114610da0575b50610d9e92500383610b0c565b565b90506000929192526020600020906000915b818310610dcb575050906020610d9e9282010138610d91565b6020919350806001915483858901015201910190918492610db2565b905060209250610d9e94915060ff191682840152151560051b82010138610d9156fe608080604052600436101561001357600080fd5b60003560e01c9081630b8bb14614610fe1575080630c58022814610f4e5780630db0262214610f305780632435987914610ec05780632ce0f9d614610ea15780633b528d3f14610dd157806342cde4e814610daf57806345f49a5814610cf2578063476f909b14610ca1578063666e1b3914610c65578063756bf25414610c495780637afa0aa314610ba25780638de6262e14610b7d57806396023d26146109d55780639f8a13d714610966578063afef73ac14610931578063c7040cc31461088a578063cff09b881461022d578063d6d4ce521461020f578063da35c664146101e4578063ded8b1801461016b5763e0095e0e1461011157600080fd5b34610166576020366003190112610166576001600160a01b03610132610ffb565b166000526000602052604060002060ff81541660001461015c57600160209101545b604051908152f35b5060206000610154565b600080fd5b3461016657604036600319011261016657610184610ffb565b61018c61186f565b602435600261019a8361189d565b01556101a58161137e565b7fc0f38969e254d04fa5a4519bc2394d9c7f5c20a2f2d70a13b05707911ef29a44604051806101df6001600160a01b0333961694826110d5565b0390a3005b3461016657600036600319011261016657602067ffffffffffffffff60045460601c16604051908152f35b34610166576000366003190112610166576020600654604051908152f35b346101665760203660031901126101665760043567ffffffffffffffff8111610166578060040160a060031983360301126101665761026a61186f565b6001600160a01b0361027b82611688565b161561087957604482013590600682101561016657600082156108515760248401906102b96102b46102ad848661169c565b36916116eb565b612830565b6001600160a01b036102ca84611688565b168152600160205260408120918254956001600160a01b03871680159788600014610827576001600160a01b03855b169182151591826107ef575b50506107ae5750606481019061032d6103286103218489611722565b3691611776565b612877565b976000906003891480156107a0575b610346858a611722565b1580159150610798575b6106ef575b50610682575b855473ffffffffffffffffffffffffffffffffffffffff19163317865561016657610466936084926000987fff000000000000000000ffffffffffffffffffffffffffffffffffffffffffff75010000000000000000000000000000000000000000006103ca8a54948c611722565b9490507fffffffffffffffffffff0000ffffffffffffffffffffffffffffffffffffffff74ff000000000000000000000000000000000000000076ff000000000000000000000000000000000000000000007effffffffffffffff00000000000000000000000000000000000000000000004360b81b169760b01b169560a01b169116171716171786556001860155013560028401558361169c565b600383019167ffffffffffffffff821161066e5761048e8261048885546112a0565b8561180c565b8590601f83116001146106065791806104c292600496959489926105fb575b50508160011b916000199060031b1c19161790565b90555b01835167ffffffffffffffff81116105e7576104eb816104e584546112a0565b8461180c565b602094601f8211600114610585578495829161051d9495969261057a5750508160011b916000199060031b1c19161790565b90555b61053a61053561052f83611688565b92611688565b61137e565b7f3fb1c3b0f3cae8fc02584a656cd1dd3b7731e3ee0899ef874b05f59fd6b398ad604051806105746001600160a01b0333961694826110d5565b0390a380f35b0151905086806104ad565b601f1982169583865280862091865b8881106105cf575083600195969798106105b6575b505050811b019055610520565b015160001960f88460031b161c191690558580806105a9565b91926020600181928685015181550194019201610594565b602484634e487b7160e01b81526041600452fd5b0135905089806104ad565b8387526020872091601f198416885b81811061065657509160019391856004989796941061063c575b505050811b0190556104c5565b0135600019600384901b60f8161c1916905588808061062f565b91936020600181928787013581550195019201610615565b602486634e487b7160e01b81526041600452fd5b61068b87611688565b60065490680100000000000000008210156106d9576106b58260016106d494016006556006611233565b9091906001600160a01b038084549260031b9316831b921b1916179055565b61035b565b634e487b7160e01b600052604160045260246000fd5b909550610707610702610321868b611722565b612961565b906001600160a01b0361071983612789565b169033821415918261077d575b505061073e57805161073791612b1e565b948a610355565b6040517f64eae1810000000000000000000000000000000000000000000000000000000081526020600482015280610779602482018d611048565b0390fd5b158015925061078f575b508b80610726565b9050158b610787565b508015610350565b50600091506004891461033c565b836044916001600160a01b036107c389611688565b7ff8cbcf4200000000000000000000000000000000000000000000000000000000845216600452602452fd5b90915033831491821592610807575b50508980610305565b3314915081610819575b5089806107fe565b60ff915060a81c1689610811565b818552846020526001604086200154855260026020526001600160a01b03806040872054166102f9565b807fd5c84cfb0000000000000000000000000000000000000000000000000000000060049252fd5b63d92e233d60e01b60005260046000fd5b346101665760203660031901126101665760043567ffffffffffffffff8111610166573660238201121561016657806004013567ffffffffffffffff81116101665760248160051b83010190368211610166576020926108e982611670565b916108f760405193846111de565b82526024018382015b838210610922578461091184612789565b6001600160a01b0360405191168152f35b81358152908401908401610900565b3461016657602036600319011261016657600435600052600260205260206001600160a01b0360406000205416604051908152f35b34610166576020366003190112610166576001600160a01b03610987610ffb565b16600052600160205260406000205460ff8160a81c1690816109b1575b6020826040519015158152f35b6001600160a01b039150166000526000602052602060ff60406000205416906109a4565b346101665760203660031901126101665760043567ffffffffffffffff81116101665760e08160040191600319903603011261016657602090610a1661186f565b61015460045491610a3367ffffffffffffffff8460601c166114a4565b67ffffffffffffffff8116937fffffffffffffffffffffffff0000000000000000ffffffffffffffffffffffff73ffffffffffffffff0000000000000000000000008360601b1691161780600455610a8a8361274c565b60405190610a9782611189565b815267ffffffffffffffff87820192881c168252610b1b61ffff604083016000815267ffffffffffffffff60016060860195600087528b60005260078d526040600020905181550195511667ffffffffffffffff198654161785555116839069ffff000000000000000082549160401b169069ffff00000000000000001916179055565b5115156aff0000000000000000000082549160501b16906aff000000000000000000001916179055604051847f17c46d1eb5a3ebd2a2d721b0394d9fe5e4e0de2bd73fec8e8dd44da91db652a3339280610b75878261153b565b0390a3611924565b3461016657600036600319011261016657602061ffff60045460101c16604051908152f35b346101665760203660031901126101665767ffffffffffffffff610bc4611172565b168060005260076020526040600020908154908115610c3557506001608092015460ff8160501c1615809181610c17575b61ffff9060405194855260401c16602084015215604083015215156060820152f35b60045460201c67ffffffffffffffff90811690821614159250610bf5565b6368df4c2960e11b60005260045260246000fd5b34610166576000366003190112610166576020604051607f8152f35b3461016657602036600319011261016657610c9d610c89610c84610ffb565b611426565b60405191829160208352602083019061106d565b0390f35b3461016657604036600319011261016657610cba611172565b6024359067ffffffffffffffff82116101665760e0600319833603011261016657610cf091610ce761186f565b60040190611924565b005b3461016657602036600319011261016657600435610d0e611261565b50600654811015610d82576000600654821015610d6e57600690527ff652222313e28459528d920b65115c16c04f3efc82aaedc97be59f3f377c0d3f0154610c9d90610d62906001600160a01b031661137e565b604051918291826110d5565b80634e487b7160e01b602492526032600452fd5b7f417f69180000000000000000000000000000000000000000000000000000000060005260045260246000fd5b3461016657600036600319011261016657602061ffff60045416604051908152f35b3461016657604036600319011261016657610dea610ffb565b602435906001600160a01b038216809203610166576001600160a01b031660005260016020526040600020548160ff8260a81c169182610e6c575b82610e59575b505080610e40575b6020906040519015158152f35b506000526000602052602060ff60406000205416610e33565b6001600160a01b03161490508183610e2b565b80925060ff915060a01c166006811015610e8b57600283911491610e25565b634e487b7160e01b600052602160045260246000fd5b3461016657602036600319011261016657610c9d610d62610535610ffb565b3461016657602036600319011261016657600435610edc611200565b50600554811015610d82576000600554821015610d6e57600590527f036b6384b5eca791c62761152d0c79bb0604c104a5fb6f4eb0703f3154bb3db00154610c9d90610c89906001600160a01b0316611426565b34610166576000366003190112610166576020600554604051908152f35b3461016657602036600319011261016657610f67610ffb565b610f6f61186f565b610f788161189d565b7fffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffffffff8154169055610fa78161137e565b7ffb8efa399045a6bfc134b0fdaf5b44d22bed0ec0a22e02c6e1dd9ff598d2abb4604051806101df6001600160a01b0333961694826110d5565b346101665760003660031901126101665780604060209252f35b600435906001600160a01b038216820361016657565b35906001600160a01b038216820361016657565b60005b8381106110385750506000910152565b8181015183820152602001611028565b9060209161106181518092818552858086019101611025565b601f01601f1916010190565b906001600160a01b03825116815260a067ffffffffffffffff816110b56110a3602087015160c0602088015260c0870190611048565b60408701518682036040880152611048565b946060810151606086015260808101511515608086015201511691015290565b602081526001600160a01b03825116602082015261110460208301516101006040840152610120830190611048565b60408301516006811015610e8b5760e06111536101009367ffffffffffffffff9360608701526001600160a01b0360608801511660808701526080870151601f198783030160a0880152611048565b9460a081015160c086015260c081015115158286015201511691015290565b6004359067ffffffffffffffff8216820361016657565b6080810190811067ffffffffffffffff8211176106d957604052565b60c0810190811067ffffffffffffffff8211176106d957604052565b610100810190811067ffffffffffffffff8211176106d957604052565b90601f8019910116810190811067ffffffffffffffff8211176106d957604052565b6040519061120d826111a5565b600060a08382815260606020820152606060408201528260608201528260808201520152565b805482101561124b5760005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b6040519061126e826111c1565b600060e08382815260606020820152826040820152826060820152606060808201528260a08201528260c08201520152565b90600182811c921680156112d0575b60208310146112ba57565b634e487b7160e01b600052602260045260246000fd5b91607f16916112af565b90604051918260008254926112ee846112a0565b808452936001811690811561135c5750600114611315575b50611313925003836111de565b565b90506000929192526020600020906000915b8183106113405750509060206113139282010138611306565b6020919350806001915483858901015201910190918492611327565b90506020925061131394915060ff191682840152151560051b82010138611306565b6001600160a01b039061138f611261565b50168060005260016020526040600020805460ff8160a01c1691600281015490604051946113bc866111c1565b85526113ca600382016112da565b60208601526006841015610e8b5760046114029167ffffffffffffffff9560408801526001600160a01b0385166060880152016112da565b608085015260a084015260ff8160a81c16151560c084015260b81c1660e082015290565b6001600160a01b0390611437611200565b501680600052600060205267ffffffffffffffff6040600020600281015461148360048354936040519661146a886111a5565b8752611478600382016112da565b6020880152016112da565b6040850152606084015260ff81161515608084015260181c1660a082015290565b67ffffffffffffffff1667ffffffffffffffff81146114c35760010190565b634e487b7160e01b600052601160045260246000fd5b9035601e198236030181121561016657016020813591019167ffffffffffffffff821161016657813603831361016657565b908060209392818452848401376000828201840152601f01601f1916010190565b359061ffff8216820361016657565b6020815281359160058310156101665760009260208301526001600160a01b0361156760208301611011565b1660408301526001600160a01b0361158160408301611011565b1660608301526115a961159760608301836114d9565b60e0608086015261010085019161150b565b926080820135601e198336030181121561166b578201906020823592019067ffffffffffffffff831161166d578260051b91823603811361166b5795909291601f198683030160a0870152828252602080830191830101968094925b8484106116335750505050505061ffff61162c60c08360a060e0950135828701520161152c565b1691015290565b90919293949760208061165b600193601f198682030188526116558d886114d9565b9061150b565b9a01940194019294939190611605565b505b80fd5b67ffffffffffffffff81116106d95760051b60200190565b356001600160a01b03811681036101665790565b903590601e1981360301821215610166570180359067ffffffffffffffff82116101665760200191813603831361016657565b67ffffffffffffffff81116106d957601f01601f191660200190565b9291926116f7826116cf565b9161170560405193846111de565b829481845281830111610166578281602093846000960137010152565b903590601e1981360301821215610166570180359067ffffffffffffffff821161016657602001918160051b3603831361016657565b9080601f8301121561016657816020611773933591016116eb565b90565b92919061178281611670565b9361179060405195866111de565b602085838152019160051b8101918383116101665781905b8382106117b6575050505050565b813567ffffffffffffffff8111610166576020916117d78784938701611758565b8152019101906117a8565b60055490680100000000000000008210156106d9576106b582600161131394016005556005611233565b919091601f831161181d575b505050565b81831161182957505050565b60005260206000206020601f830160051c9210611866575b81601f9101920160051c039060005b8281101561181857600082820155600101611850565b60009150611841565b33600052600060205260ff604060002054161561188857565b63351c880f60e01b6000523360045260246000fd5b6001600160a01b031690816000526001602052604060002091825460ff8160a81c16159081156118fd575b506118d05750565b7fd06810580000000000000000000000000000000000000000000000000000000060005260045260246000fd5b6001600160a01b03163314159050386118c8565b61ffff1661ffff81146114c35760010190565b67ffffffffffffffff16806000526007602052604060002080549081156127375760010190815460ff8160501c166127095767ffffffffffffffff8060045460201c169116036126db576119778461274c565b036126ad5781600052600860205260406000206001600160a01b03331660005260205260ff6040600020541661267b5781600052600860205260406000206001600160a01b0333166000526020526040600020600160ff198254161790556119e661ffff825460401c16611911565b815469ffff00000000000000001916604082901b69ffff00000000000000001617825561ffff604051911690818152837f0163636c3433cdc6cf61ce04bc6fd7818bd2d9365e9a08f9615fe2d696cc30a760203393a361ffff6004541611611818576a01000000000000000000006aff00000000000000000000198254161790556004546bffffffffffffffff00000000611a8d67ffffffffffffffff8360201c166114a4565b60201b16906bffffffffffffffff00000000191617600455604051907fb6a27bc179a4657dc152b6b67c49e174d2ebebbda9e6c65e61378177c5bf35b2600080a260e0823603126101665760e0810181811067ffffffffffffffff8211176106d95760405281356005811015610166578152611b0b60208301611011565b9160208201928352611b1f60408201611011565b9060408301918252606081013567ffffffffffffffff811161016657611b489036908301611758565b9460608401958652608082013567ffffffffffffffff811161016657820136601f8201121561016657611b82903690602081359101611776565b9460808501958652611ba160c060a087019460a081013586520161152c565b9360c086019485528551956005871015610e8b5760009660010361213d5750506001600160a01b039051169551945191519260405196611be088611189565b8088526020880196875260408801938452606088019485521561212e5783511561211f57611c0e8651612830565b6001600160a01b03875116855284602052604085209660ff88541661210357604061ffff60045460101c16146120db57611c52611c4b8551612961565b9451612877565b6001600160a01b03611c6386612789565b166120b657845198611c758a87612b1e565b9889895260036020526040892054612094578897885b60018a01808b116120805789511115611cf357611ced90611cac8b8b612775565b516040519060208201928352604082015260408152611ccc6060826111de565b519020998a8c52600360205260408c20611ce68154612c4a565b9055612c4a565b98611c8b565b50939750939798919550939860ff611d6a916001600160a01b03895116848c5260026020526001600160a01b0360408d20911673ffffffffffffffffffffffffffffffffffffffff1982541617905581875460081c1615612068575b865462ffffff1916911660101b62ff00001617610101178555565b83546affffffffffffffff00000019164360181b6affffffffffffffff000000161784556001840155516002830155518051600383019167ffffffffffffffff821161205457611dbe8261048885546112a0565b602090601f8311600114611fed579180611df29260049695948b92611f755750508160011b916000199060031b1c19161790565b90555b019080519067ffffffffffffffff821161066e57611e178261048885546112a0565b602090601f8311600114611f80579180611e51926001600160a01b039695948992611f755750508160011b916000199060031b1c19161790565b90555b60045463ffff0000611e6c61ffff8360101c16611911565b60101b169063ffff000019161760045551167f0e83dabd0af920ab4dfab07b84e60c16dca0d01174a115375343396ed368c5cd611eab610c8983611426565b0390a25b5161ffff811660045461ffff8160101c1692838311908115611f40575b50611f105761ffff191681176004556040805191825260208201929092527fdba0a4a41dcb619ccc733c6a18cdbe8e68762cc624339ed2c8ba8acd26a4f29c9250a1565b50604493507fce665eaa000000000000000000000000000000000000000000000000000000008352600452602452fd5b6201fffe915060011b1682810460021483151715611f615783101538611ecc565b602485634e487b7160e01b81526011600452fd5b0151905038806104ad565b8387528187209190601f198416885b818110611fd557509160019391856001600160a01b039897969410611fbc575b505050811b019055611e54565b015160001960f88460031b161c19169055388080611faf565b92936020600181928786015181550195019301611f8f565b8389528189209190601f1984168a5b81811061203c575091600193918560049897969410612023575b505050811b019055611df5565b015160001960f88460031b161c19169055388080612016565b92936020600181928786015181550195019301611ffc565b602488634e487b7160e01b81526041600452fd5b61207b6001600160a01b038a51166117e2565b611d4f565b60248c634e487b7160e01b81526011600452fd5b6040516334a3ab4160e01b815260206004820152806107796024820186611048565b610779906040519182916334a3ab4160e01b8352602060048401526024830190611048565b6004867f5e1459cc000000000000000000000000000000000000000000000000000000008152fd5b51632314c75760e01b86526001600160a01b0316600452602485fd5b6004856349ad267760e11b8152fd5b60048563d92e233d60e01b8152fd5b91949750919495508051600581101561266757600203612425575050506001600160a01b03905116918281528060205260408120805460ff8116156124125760ff1916815560018101548252600260205260408220805473ffffffffffffffffffffffffffffffffffffffff191690556121b9906004016112da565b93600192825b865181101561220457602f60f81b6001600160f81b03196121e0838a612950565b5116146121f0575b6001016121bf565b936121fc600191612c4a565b9490506121e8565b50919390926122129061291e565b918490859286925b885180851161231f578410806122fd575b6122f3576122398185612c59565b61225b612245826116cf565b9161225360405193846111de565b8083526116cf565b602082019290601f19013684378a815b8b8882106122bd575050505051902061228d61228686612c4a565b9587612775565b52600183018084116122a9576122a39093612c4a565b9261221a565b602488634e487b7160e01b81526011600452fd5b6122ea6001600160f81b03196122d584600196612950565b51166122e18685612c59565b921a9186612950565b53018b9061226b565b926122a390612c4a565b50602f60f81b6001600160f81b0319612316868c612950565b5116141561222b565b5050959650915050849285935b600185018086116122a957845111156123aa576123498585612775565b5160405190602082019283526040820152604081526123696060826111de565b51902093848752600360205260408720805480156123965760001901905561239090612c4a565b9361232c565b602489634e487b7160e01b81526011600452fd5b5092509392905060045461ffff8160101c168015611f615763ffff0000906000190160101b169063ffff00001916176004557f947c38c6eb9022f2fbcb0cffe953c167b221cefd64c497b03243a7269f4ee5ec612409610c8983611426565b0390a25b611eaf565b6024838663351c880f60e01b8252600452fd5b80969496939192935160058110156126675760030361261457506001600160a01b03809151169151169151818552846020526040852060ff815416156126015783156125f25781156125e3578284036124ec575b508285528460205260026040862001557f32ceb2fb792737b56416ebd09b62faf8b0e9b4c3a470c0cc6e753676c243df3d6124d66124b683611426565b6124e46124c286611426565b60405193849360408552604085019061106d565b90838203602085015261106d565b0390a3611eaf565b8386528560205260408620805460ff81166125d0579060ff61258a9260081c16156125c2575b825460ff19168355805461010161ffff19821681178355845462ff00001662ffffff199092169190911717815580546affffffffffffffff00000019164360181b6affffffffffffffff000000161781556004806001850194855460018501556125826003820160038601612b6d565b019101612b6d565b5485526002602052604085206001600160a01b03841673ffffffffffffffffffffffffffffffffffffffff1982541617905538612479565b6125cb866117e2565b612512565b60248887632314c75760e01b8252600452fd5b6004866349ad267760e11b8152fd5b60048663d92e233d60e01b8152fd5b6024868463351c880f60e01b8252600452fd5b9250505051600581101561265357600319011561240d576004827f86aebc9b000000000000000000000000000000000000000000000000000000008152fd5b602483634e487b7160e01b81526021600452fd5b602487634e487b7160e01b81526021600452fd5b507fe4df9458000000000000000000000000000000000000000000000000000000006000526004523360245260446000fd5b507fdcf3e5240000000000000000000000000000000000000000000000000000000060005260045260246000fd5b827fa4b66e190000000000000000000000000000000000000000000000000000000060005260045260246000fd5b837f50a6e0520000000000000000000000000000000000000000000000000000000060005260045260246000fd5b826368df4c2960e11b60005260045260246000fd5b60405161276f8161276160208201948561153b565b03601f1981018352826111de565b51902090565b805182101561124b5760209160051b010190565b8051906008821161280657600090815b8383106127a95750505050600090565b6127b38383612775565b5160405190602082019283526040820152604081526127d36060826111de565b519020918260005260026020526001600160a01b0360406000205416806127fe575060010191612799565b935050505090565b7f64325c910000000000000000000000000000000000000000000000000000000060005260046000fd5b51801590811561286c575b5061284257565b7f153736cd0000000000000000000000000000000000000000000000000000000060005260046000fd5b607f9150113861283b565b90815180156129065782511561124b57916020810151926001915b81831061289e57505050565b9091936001906128fd826128b28886612775565b5192602060405194826128ce8794518092858088019101611025565b8301602f60f81b838201526128ec8251809385602185019101611025565b01010301601f1981018352826111de565b94019190612892565b5090506040516129176020826111de565b6000815290565b9061292882611670565b61293560405191826111de565b8281528092612946601f1991611670565b0190602036910137565b90815181101561124b570160200190565b90815180158015612b14575b6128065761297a8161291e565b9260005b82811061298a57505050565b6129948183612775565b51805180158015612b0a575b6128065760005b8181106129cc57505090816020600193519101206129c58288612775565b520161297e565b6001600160f81b03196129df8285612950565b51167f61000000000000000000000000000000000000000000000000000000000000008110159081612adf575b8115612a83575b8115612a59575b8115612a2f575b5015612806576001016129a7565b7f5f0000000000000000000000000000000000000000000000000000000000000091501438612a21565b7f2d0000000000000000000000000000000000000000000000000000000000000081149150612a1a565b90507f300000000000000000000000000000000000000000000000000000000000000081101580612ab5575b90612a13565b507f3900000000000000000000000000000000000000000000000000000000000000811115612aaf565b7f7a000000000000000000000000000000000000000000000000000000000000008111159150612a0c565b50603f81116129a0565b506008811161296d565b6000929183915b818310612b3157505050565b909193600190612b418684612775565b516040519060208201928352604082015260408152612b616060826111de565b51902094019190612b25565b919091828114612c4557612b8183546112a0565b67ffffffffffffffff81116106d957612b9e816104e584546112a0565b600093601f8211600114612bdf57612bd09293948291600092612bd45750508160011b916000199060031b1c19161790565b9055565b0154905038806104ad565b845260208085208386529085209094601f198316815b818110612c2d57509583600195969710612c14575b505050811b019055565b015460001960f88460031b161c19169055388080612c0a565b9192600180602092868b015481550194019201612bf5565b509050565b60001981146114c35760010190565b919082039182116114c35756",
}

// Registry is an auto generated Go binding around an Ethereum contract.
type Registry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Registry) GetABI() abi.ABI {
	return c.abi
}

// NewRegistry creates a new instance of Registry.
func NewRegistry() *Registry {
	parsed, err := RegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Registry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Registry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor((address,string,string[],bytes32)[] owners, uint16 votes) returns()
func (registry *Registry) PackConstructor(owners []RegistryNewOwner, votes uint16) []byte {
	enc, err := registry.abi.Pack("", owners, votes)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) PackMAXNAME() []byte {
	enc, err := registry.abi.Pack("MAX_NAME")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x756bf254.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) TryPackMAXNAME() ([]byte, error) {
	return registry.abi.Pack("MAX_NAME")
}

// UnpackMAXNAME is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x756bf254.
//
// Solidity: function MAX_NAME() view returns(uint256)
func (registry *Registry) UnpackMAXNAME(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("MAX_NAME", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) PackMAXOWNERS() []byte {
	enc, err := registry.abi.Pack("MAX_OWNERS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXOWNERS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0b8bb146.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) TryPackMAXOWNERS() ([]byte, error) {
	return registry.abi.Pack("MAX_OWNERS")
}

// UnpackMAXOWNERS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0b8bb146.
//
// Solidity: function MAX_OWNERS() view returns(uint16)
func (registry *Registry) UnpackMAXOWNERS(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("MAX_OWNERS", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) PackActiveOwners() []byte {
	enc, err := registry.abi.Pack("activeOwners")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActiveOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8de6262e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) TryPackActiveOwners() ([]byte, error) {
	return registry.abi.Pack("activeOwners")
}

// UnpackActiveOwners is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8de6262e.
//
// Solidity: function activeOwners() view returns(uint16)
func (registry *Registry) UnpackActiveOwners(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("activeOwners", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) PackDeactivatePrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("deactivatePrincipal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeactivatePrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0c580228.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deactivatePrincipal(address account) returns()
func (registry *Registry) TryPackDeactivatePrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("deactivatePrincipal", account)
}

// PackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe0095e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) PackDomainOf(account common.Address) []byte {
	enc, err := registry.abi.Pack("domainOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomainOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe0095e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) TryPackDomainOf(account common.Address) ([]byte, error) {
	return registry.abi.Pack("domainOf", account)
}

// UnpackDomainOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe0095e0e.
//
// Solidity: function domainOf(address account) view returns(bytes32)
func (registry *Registry) UnpackDomainOf(data []byte) ([32]byte, error) {
	out, err := registry.abi.Unpack("domainOf", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackIsActive is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f8a13d7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) PackIsActive(account common.Address) []byte {
	enc, err := registry.abi.Pack("isActive", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsActive is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9f8a13d7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) TryPackIsActive(account common.Address) ([]byte, error) {
	return registry.abi.Pack("isActive", account)
}

// UnpackIsActive is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9f8a13d7.
//
// Solidity: function isActive(address account) view returns(bool)
func (registry *Registry) UnpackIsActive(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isActive", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) PackIsFogOf(account common.Address, owner common.Address) []byte {
	enc, err := registry.abi.Pack("isFogOf", account, owner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsFogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3b528d3f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) TryPackIsFogOf(account common.Address, owner common.Address) ([]byte, error) {
	return registry.abi.Pack("isFogOf", account, owner)
}

// UnpackIsFogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3b528d3f.
//
// Solidity: function isFogOf(address account, address owner_) view returns(bool)
func (registry *Registry) UnpackIsFogOf(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isFogOf", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) PackOwner(account common.Address) []byte {
	enc, err := registry.abi.Pack("owner", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x666e1b39.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) TryPackOwner(account common.Address) ([]byte, error) {
	return registry.abi.Pack("owner", account)
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x666e1b39.
//
// Solidity: function owner(address account) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) UnpackOwner(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("owner", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) PackOwnerAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("ownerAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24359879.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) TryPackOwnerAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("ownerAt", index)
}

// UnpackOwnerAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x24359879.
//
// Solidity: function ownerAt(uint256 index) view returns((address,string,string,bytes32,bool,uint64))
func (registry *Registry) UnpackOwnerAt(data []byte) (RegistryOwner, error) {
	out, err := registry.abi.Unpack("ownerAt", data)
	if err != nil {
		return *new(RegistryOwner), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryOwner)).(*RegistryOwner)
	return out0, nil
}

// PackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) PackOwnerCount() []byte {
	enc, err := registry.abi.Pack("ownerCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0db02622.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) TryPackOwnerCount() ([]byte, error) {
	return registry.abi.Pack("ownerCount")
}

// UnpackOwnerCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0db02622.
//
// Solidity: function ownerCount() view returns(uint256)
func (registry *Registry) UnpackOwnerCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("ownerCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) PackOwnerOf(segments [][32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOf", segments)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7040cc3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) TryPackOwnerOf(segments [][32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOf", segments)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc7040cc3.
//
// Solidity: function ownerOf(bytes32[] segments) view returns(address)
func (registry *Registry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) PackOwnerOfDomain(domain [32]byte) []byte {
	enc, err := registry.abi.Pack("ownerOfDomain", domain)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOfDomain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xafef73ac.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) TryPackOwnerOfDomain(domain [32]byte) ([]byte, error) {
	return registry.abi.Pack("ownerOfDomain", domain)
}

// UnpackOwnerOfDomain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xafef73ac.
//
// Solidity: function ownerOfDomain(bytes32 domain) view returns(address)
func (registry *Registry) UnpackOwnerOfDomain(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOfDomain", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) PackPrincipal(account common.Address) []byte {
	enc, err := registry.abi.Pack("principal", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2ce0f9d6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) TryPackPrincipal(account common.Address) ([]byte, error) {
	return registry.abi.Pack("principal", account)
}

// UnpackPrincipal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2ce0f9d6.
//
// Solidity: function principal(address account) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) UnpackPrincipal(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principal", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) PackPrincipalAt(index *big.Int) []byte {
	enc, err := registry.abi.Pack("principalAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f49a58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) TryPackPrincipalAt(index *big.Int) ([]byte, error) {
	return registry.abi.Pack("principalAt", index)
}

// UnpackPrincipalAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x45f49a58.
//
// Solidity: function principalAt(uint256 index) view returns((address,string,uint8,address,string,bytes32,bool,uint64))
func (registry *Registry) UnpackPrincipalAt(data []byte) (RegistryPrincipal, error) {
	out, err := registry.abi.Unpack("principalAt", data)
	if err != nil {
		return *new(RegistryPrincipal), err
	}
	out0 := *abi.ConvertType(out[0], new(RegistryPrincipal)).(*RegistryPrincipal)
	return out0, nil
}

// PackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) PackPrincipalCount() []byte {
	enc, err := registry.abi.Pack("principalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPrincipalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd6d4ce52.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) TryPackPrincipalCount() ([]byte, error) {
	return registry.abi.Pack("principalCount")
}

// UnpackPrincipalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd6d4ce52.
//
// Solidity: function principalCount() view returns(uint256)
func (registry *Registry) UnpackPrincipalCount(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("principalCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) PackProposal(number uint64) []byte {
	enc, err := registry.abi.Pack("proposal", number)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7afa0aa3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) TryPackProposal(number uint64) ([]byte, error) {
	return registry.abi.Pack("proposal", number)
}

// ProposalOutput serves as a container for the return parameters of contract
// method Proposal.
type ProposalOutput struct {
	Digest   [32]byte
	Votes    uint16
	Executed bool
	Void     bool
}

// UnpackProposal is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7afa0aa3.
//
// Solidity: function proposal(uint64 number) view returns(bytes32 digest, uint16 votes, bool executed, bool void_)
func (registry *Registry) UnpackProposal(data []byte) (ProposalOutput, error) {
	out, err := registry.abi.Unpack("proposal", data)
	outstruct := new(ProposalOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Digest = *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	outstruct.Votes = *abi.ConvertType(out[1], new(uint16)).(*uint16)
	outstruct.Executed = *abi.ConvertType(out[2], new(bool)).(*bool)
	outstruct.Void = *abi.ConvertType(out[3], new(bool)).(*bool)
	return *outstruct, nil
}

// PackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) PackProposalCount() []byte {
	enc, err := registry.abi.Pack("proposalCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposalCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xda35c664.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) TryPackProposalCount() ([]byte, error) {
	return registry.abi.Pack("proposalCount")
}

// UnpackProposalCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xda35c664.
//
// Solidity: function proposalCount() view returns(uint64)
func (registry *Registry) UnpackProposalCount(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("proposalCount", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x96023d26.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16) change) returns(uint64 number)
func (registry *Registry) PackPropose(change RegistryChange) []byte {
	enc, err := registry.abi.Pack("propose", change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x96023d26.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16) change) returns(uint64 number)
func (registry *Registry) TryPackPropose(change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("propose", change)
}

// UnpackPropose is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x96023d26.
//
// Solidity: function propose((uint8,address,address,string,string[],bytes32,uint16) change) returns(uint64 number)
func (registry *Registry) UnpackPropose(data []byte) (uint64, error) {
	out, err := registry.abi.Unpack("propose", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcff09b88.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32) p) returns()
func (registry *Registry) PackRegisterPrincipal(p RegistryNewPrincipal) []byte {
	enc, err := registry.abi.Pack("registerPrincipal", p)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRegisterPrincipal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcff09b88.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function registerPrincipal((address,string,uint8,string[],bytes32) p) returns()
func (registry *Registry) TryPackRegisterPrincipal(p RegistryNewPrincipal) ([]byte, error) {
	return registry.abi.Pack("registerPrincipal", p)
}

// PackRotateKey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xded8b180.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rotateKey(address account, bytes32 tlsKey) returns()
func (registry *Registry) PackRotateKey(account common.Address, tlsKey [32]byte) []byte {
	enc, err := registry.abi.Pack("rotateKey", account, tlsKey)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRotateKey is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xded8b180.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rotateKey(address account, bytes32 tlsKey) returns()
func (registry *Registry) TryPackRotateKey(account common.Address, tlsKey [32]byte) ([]byte, error) {
	return registry.abi.Pack("rotateKey", account, tlsKey)
}

// PackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) PackThreshold() []byte {
	enc, err := registry.abi.Pack("threshold")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42cde4e8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) TryPackThreshold() ([]byte, error) {
	return registry.abi.Pack("threshold")
}

// UnpackThreshold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x42cde4e8.
//
// Solidity: function threshold() view returns(uint16)
func (registry *Registry) UnpackThreshold(data []byte) (uint16, error) {
	out, err := registry.abi.Unpack("threshold", data)
	if err != nil {
		return *new(uint16), err
	}
	out0 := *abi.ConvertType(out[0], new(uint16)).(*uint16)
	return out0, nil
}

// PackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x476f909b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16) change) returns()
func (registry *Registry) PackVote(number uint64, change RegistryChange) []byte {
	enc, err := registry.abi.Pack("vote", number, change)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVote is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x476f909b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vote(uint64 number, (uint8,address,address,string,string[],bytes32,uint16) change) returns()
func (registry *Registry) TryPackVote(number uint64, change RegistryChange) ([]byte, error) {
	return registry.abi.Pack("vote", number, change)
}

// RegistryExecuted represents a Executed event raised by the Registry contract.
type RegistryExecuted struct {
	Number uint64
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryExecutedEventName = "Executed"

// ContractEventName returns the user-defined event name.
func (RegistryExecuted) ContractEventName() string {
	return RegistryExecutedEventName
}

// UnpackExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Executed(uint64 indexed number)
func (registry *Registry) UnpackExecutedEvent(log *types.Log) (*RegistryExecuted, error) {
	event := "Executed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryExecuted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerAdded represents a OwnerAdded event raised by the Registry contract.
type RegistryOwnerAdded struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerAddedEventName = "OwnerAdded"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerAdded) ContractEventName() string {
	return RegistryOwnerAddedEventName
}

// UnpackOwnerAddedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerAdded(address indexed account, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerAddedEvent(log *types.Log) (*RegistryOwnerAdded, error) {
	event := "OwnerAdded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerAdded)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRemoved represents a OwnerRemoved event raised by the Registry contract.
type RegistryOwnerRemoved struct {
	Account common.Address
	Owner   RegistryOwner
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRemovedEventName = "OwnerRemoved"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRemoved) ContractEventName() string {
	return RegistryOwnerRemovedEventName
}

// UnpackOwnerRemovedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRemoved(address indexed account, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerRemovedEvent(log *types.Log) (*RegistryOwnerRemoved, error) {
	event := "OwnerRemoved"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRemoved)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerRotated represents a OwnerRotated event raised by the Registry contract.
type RegistryOwnerRotated struct {
	Account     common.Address
	Replacement common.Address
	Previous    RegistryOwner
	Owner       RegistryOwner
	Raw         *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerRotatedEventName = "OwnerRotated"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerRotated) ContractEventName() string {
	return RegistryOwnerRotatedEventName
}

// UnpackOwnerRotatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerRotated(address indexed account, address indexed replacement, (address,string,string,bytes32,bool,uint64) previous, (address,string,string,bytes32,bool,uint64) owner)
func (registry *Registry) UnpackOwnerRotatedEvent(log *types.Log) (*RegistryOwnerRotated, error) {
	event := "OwnerRotated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerRotated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalDeactivated represents a PrincipalDeactivated event raised by the Registry contract.
type RegistryPrincipalDeactivated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalDeactivatedEventName = "PrincipalDeactivated"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalDeactivated) ContractEventName() string {
	return RegistryPrincipalDeactivatedEventName
}

// UnpackPrincipalDeactivatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalDeactivated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64) principal)
func (registry *Registry) UnpackPrincipalDeactivatedEvent(log *types.Log) (*RegistryPrincipalDeactivated, error) {
	event := "PrincipalDeactivated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalDeactivated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalKeyRotated represents a PrincipalKeyRotated event raised by the Registry contract.
type RegistryPrincipalKeyRotated struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalKeyRotatedEventName = "PrincipalKeyRotated"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalKeyRotated) ContractEventName() string {
	return RegistryPrincipalKeyRotatedEventName
}

// UnpackPrincipalKeyRotatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalKeyRotated(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64) principal)
func (registry *Registry) UnpackPrincipalKeyRotatedEvent(log *types.Log) (*RegistryPrincipalKeyRotated, error) {
	event := "PrincipalKeyRotated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalKeyRotated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryPrincipalRegistered represents a PrincipalRegistered event raised by the Registry contract.
type RegistryPrincipalRegistered struct {
	Account   common.Address
	Owner     common.Address
	Principal RegistryPrincipal
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryPrincipalRegisteredEventName = "PrincipalRegistered"

// ContractEventName returns the user-defined event name.
func (RegistryPrincipalRegistered) ContractEventName() string {
	return RegistryPrincipalRegisteredEventName
}

// UnpackPrincipalRegisteredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event PrincipalRegistered(address indexed account, address indexed owner, (address,string,uint8,address,string,bytes32,bool,uint64) principal)
func (registry *Registry) UnpackPrincipalRegisteredEvent(log *types.Log) (*RegistryPrincipalRegistered, error) {
	event := "PrincipalRegistered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryPrincipalRegistered)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryProposed represents a Proposed event raised by the Registry contract.
type RegistryProposed struct {
	Number uint64
	By     common.Address
	Change RegistryChange
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryProposedEventName = "Proposed"

// ContractEventName returns the user-defined event name.
func (RegistryProposed) ContractEventName() string {
	return RegistryProposedEventName
}

// UnpackProposedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Proposed(uint64 indexed number, address indexed by, (uint8,address,address,string,string[],bytes32,uint16) change)
func (registry *Registry) UnpackProposedEvent(log *types.Log) (*RegistryProposed, error) {
	event := "Proposed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryProposed)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryThresholdSet represents a ThresholdSet event raised by the Registry contract.
type RegistryThresholdSet struct {
	Threshold uint16
	Owners    uint16
	Raw       *types.Log // Blockchain specific contextual infos
}

const RegistryThresholdSetEventName = "ThresholdSet"

// ContractEventName returns the user-defined event name.
func (RegistryThresholdSet) ContractEventName() string {
	return RegistryThresholdSetEventName
}

// UnpackThresholdSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ThresholdSet(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackThresholdSetEvent(log *types.Log) (*RegistryThresholdSet, error) {
	event := "ThresholdSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryThresholdSet)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryVoted represents a Voted event raised by the Registry contract.
type RegistryVoted struct {
	Number uint64
	By     common.Address
	Votes  uint16
	Raw    *types.Log // Blockchain specific contextual infos
}

const RegistryVotedEventName = "Voted"

// ContractEventName returns the user-defined event name.
func (RegistryVoted) ContractEventName() string {
	return RegistryVotedEventName
}

// UnpackVotedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Voted(uint64 indexed number, address indexed by, uint16 votes)
func (registry *Registry) UnpackVotedEvent(log *types.Log) (*RegistryVoted, error) {
	event := "Voted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryVoted)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (registry *Registry) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyExecuted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyExecutedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["AlreadyVoted"].ID.Bytes()[:4]) {
		return registry.UnpackAlreadyVotedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadChange"].ID.Bytes()[:4]) {
		return registry.UnpackBadChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadName"].ID.Bytes()[:4]) {
		return registry.UnpackBadNameError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadPath"].ID.Bytes()[:4]) {
		return registry.UnpackBadPathError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadRole"].ID.Bytes()[:4]) {
		return registry.UnpackBadRoleError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["BadThreshold"].ID.Bytes()[:4]) {
		return registry.UnpackBadThresholdError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["DomainOverlaps"].ID.Bytes()[:4]) {
		return registry.UnpackDomainOverlapsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return registry.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NoWitnessKey"].ID.Bytes()[:4]) {
		return registry.UnpackNoWitnessKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return registry.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["NotYourPrincipal"].ID.Bytes()[:4]) {
		return registry.UnpackNotYourPrincipalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OtherChange"].ID.Bytes()[:4]) {
		return registry.UnpackOtherChangeError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OutsideDomain"].ID.Bytes()[:4]) {
		return registry.UnpackOutsideDomainError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["OwnerExists"].ID.Bytes()[:4]) {
		return registry.UnpackOwnerExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["PrincipalTaken"].ID.Bytes()[:4]) {
		return registry.UnpackPrincipalTakenError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ProposalVoid"].ID.Bytes()[:4]) {
		return registry.UnpackProposalVoidError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["TooManyOwners"].ID.Bytes()[:4]) {
		return registry.UnpackTooManyOwnersError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["UnknownProposal"].ID.Bytes()[:4]) {
		return registry.UnpackUnknownProposalError(raw[4:])
	}
	if bytes.Equal(raw[:4], registry.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return registry.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RegistryAlreadyExecuted represents a AlreadyExecuted error raised by the Registry contract.
type RegistryAlreadyExecuted struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyExecuted(uint64 number)
func RegistryAlreadyExecutedErrorID() common.Hash {
	return common.HexToHash("0x50a6e052a64ef0e0e359d483476796f10c9b2703975549b9462e11ea6db9cbdf")
}

// UnpackAlreadyExecutedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyExecuted(uint64 number)
func (registry *Registry) UnpackAlreadyExecutedError(raw []byte) (*RegistryAlreadyExecuted, error) {
	out := new(RegistryAlreadyExecuted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyExecuted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryAlreadyVoted represents a AlreadyVoted error raised by the Registry contract.
type RegistryAlreadyVoted struct {
	Number  uint64
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func RegistryAlreadyVotedErrorID() common.Hash {
	return common.HexToHash("0xe4df9458dce04a4692596a2c20490c1359a1284cec1357a3aee6fd69d8dad898")
}

// UnpackAlreadyVotedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyVoted(uint64 number, address account)
func (registry *Registry) UnpackAlreadyVotedError(raw []byte) (*RegistryAlreadyVoted, error) {
	out := new(RegistryAlreadyVoted)
	if err := registry.abi.UnpackIntoInterface(out, "AlreadyVoted", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadChange represents a BadChange error raised by the Registry contract.
type RegistryBadChange struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadChange()
func RegistryBadChangeErrorID() common.Hash {
	return common.HexToHash("0x86aebc9b4be6214937ac414590c6df89476c5139fe7469c1bedcac8042f9ae73")
}

// UnpackBadChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadChange()
func (registry *Registry) UnpackBadChangeError(raw []byte) (*RegistryBadChange, error) {
	out := new(RegistryBadChange)
	if err := registry.abi.UnpackIntoInterface(out, "BadChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadName represents a BadName error raised by the Registry contract.
type RegistryBadName struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadName()
func RegistryBadNameErrorID() common.Hash {
	return common.HexToHash("0x153736cdc513f7b7c5a7b4bce0c42036e1e7c69bb09e8a4356571ad5f4c69737")
}

// UnpackBadNameError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadName()
func (registry *Registry) UnpackBadNameError(raw []byte) (*RegistryBadName, error) {
	out := new(RegistryBadName)
	if err := registry.abi.UnpackIntoInterface(out, "BadName", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadPath represents a BadPath error raised by the Registry contract.
type RegistryBadPath struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadPath()
func RegistryBadPathErrorID() common.Hash {
	return common.HexToHash("0x64325c91f108520b461bf37f7e682ef85952d4d50489069c2e798b1861f04e29")
}

// UnpackBadPathError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadPath()
func (registry *Registry) UnpackBadPathError(raw []byte) (*RegistryBadPath, error) {
	out := new(RegistryBadPath)
	if err := registry.abi.UnpackIntoInterface(out, "BadPath", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadRole represents a BadRole error raised by the Registry contract.
type RegistryBadRole struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadRole()
func RegistryBadRoleErrorID() common.Hash {
	return common.HexToHash("0xd5c84cfb233f8ccc13b53b73ab1bcbc6e10a403631ba09b147240ef723b4360d")
}

// UnpackBadRoleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadRole()
func (registry *Registry) UnpackBadRoleError(raw []byte) (*RegistryBadRole, error) {
	out := new(RegistryBadRole)
	if err := registry.abi.UnpackIntoInterface(out, "BadRole", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryBadThreshold represents a BadThreshold error raised by the Registry contract.
type RegistryBadThreshold struct {
	Threshold uint16
	Owners    uint16
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func RegistryBadThresholdErrorID() common.Hash {
	return common.HexToHash("0xce665eaab79acbecdd20b69a6f6cfc9d14f9df5c1cad0b57806cbe363106a20d")
}

// UnpackBadThresholdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadThreshold(uint16 threshold, uint16 owners)
func (registry *Registry) UnpackBadThresholdError(raw []byte) (*RegistryBadThreshold, error) {
	out := new(RegistryBadThreshold)
	if err := registry.abi.UnpackIntoInterface(out, "BadThreshold", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryDomainOverlaps represents a DomainOverlaps error raised by the Registry contract.
type RegistryDomainOverlaps struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DomainOverlaps(string domain)
func RegistryDomainOverlapsErrorID() common.Hash {
	return common.HexToHash("0x34a3ab4142d0a57d872a814d85fc205357fef7b34944de841c80cfedff7605c1")
}

// UnpackDomainOverlapsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DomainOverlaps(string domain)
func (registry *Registry) UnpackDomainOverlapsError(raw []byte) (*RegistryDomainOverlaps, error) {
	out := new(RegistryDomainOverlaps)
	if err := registry.abi.UnpackIntoInterface(out, "DomainOverlaps", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoSuchIndex represents a NoSuchIndex error raised by the Registry contract.
type RegistryNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func RegistryNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (registry *Registry) UnpackNoSuchIndexError(raw []byte) (*RegistryNoSuchIndex, error) {
	out := new(RegistryNoSuchIndex)
	if err := registry.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNoWitnessKey represents a NoWitnessKey error raised by the Registry contract.
type RegistryNoWitnessKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoWitnessKey()
func RegistryNoWitnessKeyErrorID() common.Hash {
	return common.HexToHash("0x935a4cee0c1b24843afe59148e03d3569df35784a92b0f686703a74a97e89c08")
}

// UnpackNoWitnessKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoWitnessKey()
func (registry *Registry) UnpackNoWitnessKeyError(raw []byte) (*RegistryNoWitnessKey, error) {
	out := new(RegistryNoWitnessKey)
	if err := registry.abi.UnpackIntoInterface(out, "NoWitnessKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotAnOwner represents a NotAnOwner error raised by the Registry contract.
type RegistryNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func RegistryNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (registry *Registry) UnpackNotAnOwnerError(raw []byte) (*RegistryNotAnOwner, error) {
	out := new(RegistryNotAnOwner)
	if err := registry.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryNotYourPrincipal represents a NotYourPrincipal error raised by the Registry contract.
type RegistryNotYourPrincipal struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotYourPrincipal(address account)
func RegistryNotYourPrincipalErrorID() common.Hash {
	return common.HexToHash("0xd06810583fdc0046494287289fdbf0738f2426ca7a0181982cb19a10e6a36896")
}

// UnpackNotYourPrincipalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotYourPrincipal(address account)
func (registry *Registry) UnpackNotYourPrincipalError(raw []byte) (*RegistryNotYourPrincipal, error) {
	out := new(RegistryNotYourPrincipal)
	if err := registry.abi.UnpackIntoInterface(out, "NotYourPrincipal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOtherChange represents a OtherChange error raised by the Registry contract.
type RegistryOtherChange struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OtherChange(uint64 number)
func RegistryOtherChangeErrorID() common.Hash {
	return common.HexToHash("0xdcf3e5242e42e6fcc35d2a8902b4dc5277a240c491d90d55f39f9c111a59af39")
}

// UnpackOtherChangeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OtherChange(uint64 number)
func (registry *Registry) UnpackOtherChangeError(raw []byte) (*RegistryOtherChange, error) {
	out := new(RegistryOtherChange)
	if err := registry.abi.UnpackIntoInterface(out, "OtherChange", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOutsideDomain represents a OutsideDomain error raised by the Registry contract.
type RegistryOutsideDomain struct {
	Domain string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OutsideDomain(string domain)
func RegistryOutsideDomainErrorID() common.Hash {
	return common.HexToHash("0x64eae181f25cd17cd85567ba0e330b60345d7cca8e899a979459f591d5121544")
}

// UnpackOutsideDomainError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OutsideDomain(string domain)
func (registry *Registry) UnpackOutsideDomainError(raw []byte) (*RegistryOutsideDomain, error) {
	out := new(RegistryOutsideDomain)
	if err := registry.abi.UnpackIntoInterface(out, "OutsideDomain", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryOwnerExists represents a OwnerExists error raised by the Registry contract.
type RegistryOwnerExists struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnerExists(address account)
func RegistryOwnerExistsErrorID() common.Hash {
	return common.HexToHash("0x2314c757c675cfc42f1037557a2138df725e1752ab0d063885d1374ba4276cd6")
}

// UnpackOwnerExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnerExists(address account)
func (registry *Registry) UnpackOwnerExistsError(raw []byte) (*RegistryOwnerExists, error) {
	out := new(RegistryOwnerExists)
	if err := registry.abi.UnpackIntoInterface(out, "OwnerExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryPrincipalTaken represents a PrincipalTaken error raised by the Registry contract.
type RegistryPrincipalTaken struct {
	Account common.Address
	Owner   common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PrincipalTaken(address account, address owner)
func RegistryPrincipalTakenErrorID() common.Hash {
	return common.HexToHash("0xf8cbcf421f67fcd7353dfee7103e69594ead4c07081b1fcb95a83e7ed0c7535a")
}

// UnpackPrincipalTakenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PrincipalTaken(address account, address owner)
func (registry *Registry) UnpackPrincipalTakenError(raw []byte) (*RegistryPrincipalTaken, error) {
	out := new(RegistryPrincipalTaken)
	if err := registry.abi.UnpackIntoInterface(out, "PrincipalTaken", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryProposalVoid represents a ProposalVoid error raised by the Registry contract.
type RegistryProposalVoid struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ProposalVoid(uint64 number)
func RegistryProposalVoidErrorID() common.Hash {
	return common.HexToHash("0xa4b66e192ffceca4f91605bfb8a0e852f26a31c428dd0c8018c42c6626b982d0")
}

// UnpackProposalVoidError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ProposalVoid(uint64 number)
func (registry *Registry) UnpackProposalVoidError(raw []byte) (*RegistryProposalVoid, error) {
	out := new(RegistryProposalVoid)
	if err := registry.abi.UnpackIntoInterface(out, "ProposalVoid", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryTooManyOwners represents a TooManyOwners error raised by the Registry contract.
type RegistryTooManyOwners struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TooManyOwners()
func RegistryTooManyOwnersErrorID() common.Hash {
	return common.HexToHash("0x5e1459cc52dac5676ed5fbeb85f9cc7d7beffd6d724640c6db9e9f40eb3ff80b")
}

// UnpackTooManyOwnersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TooManyOwners()
func (registry *Registry) UnpackTooManyOwnersError(raw []byte) (*RegistryTooManyOwners, error) {
	out := new(RegistryTooManyOwners)
	if err := registry.abi.UnpackIntoInterface(out, "TooManyOwners", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryUnknownProposal represents a UnknownProposal error raised by the Registry contract.
type RegistryUnknownProposal struct {
	Number uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownProposal(uint64 number)
func RegistryUnknownProposalErrorID() common.Hash {
	return common.HexToHash("0xd1be9852ac4effdbef54a2970b89d467cdde3a7239f007ffdbc2bc62cad09fa8")
}

// UnpackUnknownProposalError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownProposal(uint64 number)
func (registry *Registry) UnpackUnknownProposalError(raw []byte) (*RegistryUnknownProposal, error) {
	out := new(RegistryUnknownProposal)
	if err := registry.abi.UnpackIntoInterface(out, "UnknownProposal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryZeroAddress represents a ZeroAddress error raised by the Registry contract.
type RegistryZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func RegistryZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (registry *Registry) UnpackZeroAddressError(raw []byte) (*RegistryZeroAddress, error) {
	out := new(RegistryZeroAddress)
	if err := registry.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
